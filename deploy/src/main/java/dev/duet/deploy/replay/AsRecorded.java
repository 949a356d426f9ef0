package dev.duet.deploy.replay;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.compare.Evidence;
import dev.duet.deploy.compare.Witness;
import dev.duet.schemas.Row;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one side's log has recorded stands on the other, whatever the rules say and whoever was
/// last: all its changes in their order would leave there what the source has. Remembers where logs
/// and rules say otherwise. One thread.
final class AsRecorded implements Witness {
    private final Evidence logs;
    private final Side source;
    private final List<String> names;
    private final Set<RecordKey> overruled = new HashSet<>();

    /// @param names of the systems, in the order of the file
    AsRecorded(Evidence logs, Side source, List<String> names) {
        this.logs = logs;
        this.source = source;
        this.names = List.copyOf(names);
    }

    /// How many records the target's clients, or a rule, would have otherwise.
    int overruled() {
        return overruled.size();
    }

    @Override
    public Optional<Word> field(
            RecordKey record, int field, EntityRules rules, Row first, Row second) {
        return Optional.of(word(record, logs.field(record, field, rules, first, second)));
    }

    @Override
    public Optional<Word> presence(RecordKey record, Side only, EntityRules rules) {
        return Optional.of(word(record, logs.presence(record, only, rules)));
    }

    private Word word(RecordKey record, Optional<Word> ruled) {
        boolean isOther = ruled.filter(it -> it.winner() != source).isPresent();
        if (isOther) {
            overruled.add(record);
        }
        return new Word(
                source,
                isOther
                        ? "as recorded in %s, though %s's would stand"
                                .formatted(name(source), name(source.peer()))
                        : "as recorded in " + name(source));
    }

    /// Whether what the source has deleted is to be deleted.
    @Override
    public Optional<String> asks(Side only, boolean isHidden, EntityRules rules) {
        return only == source || rules.ends(only, isHidden) == DeleteRule.CARRIED
                ? Optional.empty()
                : Optional.of(
                        "it was deleted in %s, and by the file a person decides what becomes of it in %s"
                                .formatted(name(source), name(only)));
    }

    @Override
    public void catchUp() throws SQLException, InterruptedException {
        logs.catchUp();
    }

    @Override
    public boolean isAboutLogs() {
        return true;
    }

    @Override
    public String doubt() {
        return logs.doubt();
    }

    private String name(Side side) {
        return side.of(names);
    }
}
