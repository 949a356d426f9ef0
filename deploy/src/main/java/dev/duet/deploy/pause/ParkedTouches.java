package dev.duet.deploy.pause;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.compare.Evidence;
import dev.duet.deploy.compare.Witness;
import dev.duet.deploy.run.Touches.Stamp;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Who changed what last while an entity was paused. One thread.
///
/// A record's parked changes were not carried over, whatever the markers of other records said
/// meanwhile: so no change has seen one of the other side that came after the place where that
/// side's began to be parked. A field that nobody is known to have changed goes by the record: its
/// column may have had another name then. Where nobody looked for a while, what was noted later
/// counts, and the rule says the rest.
final class ParkedTouches implements Witness {
    private final Reading reading;
    private Map<RecordKey, Known> first = Map.of();
    private Map<RecordKey, Known> second = Map.of();
    private Evidence fields = evidence(first, second);

    /// What is parked of one record, on one side.
    ///
    /// @param since the place up to which the other side had its changes
    record Known(long since, Touch touch) {}

    /// Reads what is parked now.
    @FunctionalInterface
    interface Reading {
        Map<RecordKey, Known> read(Side side) throws SQLException;
    }

    ParkedTouches(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void lookAgain() throws SQLException {
        catchUp();
    }

    @Override
    public void catchUp() throws SQLException {
        Map<RecordKey, Known> one = reading.read(Side.A);
        Map<RecordKey, Known> two = reading.read(Side.B);
        first = capped(one, two);
        second = capped(two, one);
        fields = evidence(first, second);
    }

    private static Map<RecordKey, Known> capped(
            Map<RecordKey, Known> own, Map<RecordKey, Known> peer) {
        Map<RecordKey, Known> capped = new HashMap<>();
        own.forEach(
                (record, known) -> {
                    Known other = peer.get(record);
                    capped.put(
                            record,
                            other == null
                                    ? known
                                    : new Known(known.since, known.touch.seeingUpTo(other.since)));
                });
        return capped;
    }

    private static Evidence evidence(Map<RecordKey, Known> one, Map<RecordKey, Known> two) {
        return new Evidence(new Account(one), new Account(two), () -> {});
    }

    private record Account(Map<RecordKey, Known> known) implements Evidence.Account {
        @Override
        public Optional<Touch> of(RecordKey record) {
            return Optional.ofNullable(known.get(record)).map(Known::touch);
        }

        /// Nothing of a parked record is written by the sync.
        @Override
        public boolean isWritten(RecordKey record, int field) {
            return false;
        }

        /// Whatever was done to a record since it was parked is known.
        @Override
        public boolean covers(Stamp change) {
            return true;
        }
    }

    @Override
    public Optional<Word> field(RecordKey record, int field, EntityRules rules, Row one, Row two) {
        Stamp inFirst = field(first, record, field);
        Stamp inSecond = field(second, record, field);
        boolean isOfOne = (inFirst == null) != (inSecond == null);
        FieldRule rule = rules.rule(field);
        if (rule instanceof FieldRule.Sum && isOfOne) {
            return Optional.of(new Word(inFirst == null ? Side.B : Side.A, "changed last"));
        }
        Optional<Word> said = fields.field(record, field, rules, one, two);
        if (said.isPresent() || inFirst != null || inSecond != null) {
            return said;
        }
        return isUnseen(record)
                ? Witness.winner(rule, field, one, two).map(it -> new Word(it, ""))
                : byRecord(record, rule, field, one, two);
    }

    /// Whether clients may have done more to a record than was noted.
    private boolean isUnseen(RecordKey record) {
        return Stream.of(first.get(record), second.get(record))
                .anyMatch(known -> known != null && known.touch.isUnseen());
    }

    private Optional<Word> byRecord(RecordKey record, FieldRule rule, int field, Row one, Row two) {
        Stamp inFirst = last(first, record);
        Stamp inSecond = last(second, record);
        if (rule instanceof FieldRule.Latest && inFirst != null && inSecond != null) {
            Side later = inFirst.clock() >= inSecond.clock() ? Side.A : Side.B;
            return Optional.of(new Word(later, "its record changed last"));
        }
        if ((inFirst == null) != (inSecond == null)) {
            Side only = inFirst == null ? Side.B : Side.A;
            return Optional.of(new Word(only, "its record changed last"));
        }
        return Witness.winner(rule, field, one, two).map(it -> new Word(it, ""));
    }

    private static @Nullable Stamp field(Map<RecordKey, Known> known, RecordKey record, int field) {
        Known one = known.get(record);
        return one == null || field >= one.touch.fields().length ? null : one.touch.fields()[field];
    }

    private static @Nullable Stamp last(Map<RecordKey, Known> known, RecordKey record) {
        Known one = known.get(record);
        return one == null ? null : one.touch.last();
    }

    @Override
    public Optional<Word> presence(RecordKey record, Side only, EntityRules rules) {
        Optional<Word> said = fields.presence(record, only, rules);
        return said.isEmpty() && isUnseen(record)
                ? Optional.of(new Word(only, "nobody saw whether it was deleted: it is kept"))
                : said;
    }

    @Override
    public boolean isAboutLogs() {
        return true;
    }

    @Override
    public String doubt() {
        return "what was noted while the entity was paused does not tell";
    }
}
