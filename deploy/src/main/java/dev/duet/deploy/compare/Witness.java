package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Optional;

/// What tells who is right about a record that differs.
public interface Witness {
    /// The rows alone, as both sides have them now.
    Witness ROWS = new Rows();

    /// Who is right.
    ///
    /// @param why empty where the rule says it all
    record Word(Side winner, String why) {}

    /// Nothing where it cannot tell.
    ///
    /// @param first as the first side has the record
    Optional<Word> field(RecordKey record, int field, EntityRules rules, Row first, Row second);

    /// Whether a record that only one side has shall be there: it wins where it shall.
    Optional<Word> presence(RecordKey record, Side only, EntityRules rules);

    /// What a person is asked about a record that only one side has; nothing where that is clear.
    ///
    /// @param isHidden whether the other side has a row that is none
    default Optional<String> asks(Side only, boolean isHidden, EntityRules rules) {
        return Optional.empty();
    }

    /// Learns all that was written up to now.
    void catchUp() throws SQLException, InterruptedException;

    /// Learns what was written since, where that is told at once.
    default void lookAgain() throws SQLException {}

    /// Whether it knows from the logs: then rows alone say nothing.
    boolean isAboutLogs();

    /// How its not knowing is put, to be followed by what.
    String doubt();

    /// Nothing where the rule asks who wrote when, or what.
    final class Rows implements Witness {
        private Rows() {}

        @Override
        public Optional<Word> field(
                RecordKey record, int field, EntityRules rules, Row first, Row second) {
            return winner(rules.rule(field), field, first, second).map(it -> new Word(it, ""));
        }

        @Override
        public Optional<Word> presence(RecordKey record, Side only, EntityRules rules) {
            return Optional.empty();
        }

        @Override
        public void catchUp() {}

        @Override
        public boolean isAboutLogs() {
            return false;
        }

        @Override
        public String doubt() {
            return "two rows do not tell";
        }
    }

    /// Who wins a field by a rule that goes by values; nothing where it asks who wrote when, or
    /// what.
    static Optional<Side> winner(FieldRule rule, int field, Row first, Row second) {
        return switch (rule) {
            case FieldRule.Owner owner -> Optional.of(owner.side());
            case FieldRule.Prefer prefer -> Optional.of(prefer.side());
            case FieldRule.Max _ -> greater(first.get(field), second.get(field));
            case FieldRule.Min _ -> greater(second.get(field), first.get(field));
            case FieldRule.Version version ->
                    greater(first.get(version.column()), second.get(version.column()));
            case FieldRule.Latest _, FieldRule.Sum _, FieldRule.Review _ -> Optional.empty();
        };
    }

    private static Optional<Side> greater(@Nullable Object first, @Nullable Object second) {
        int order = Values.compare(first, second);
        return order == 0 ? Optional.empty() : Optional.of(order > 0 ? Side.A : Side.B);
    }
}
