package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.Ruling;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Change;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.ValidationRule.Reject;
import dev.duet.schemas.config.ValidationRule.Repair;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts into quarantine what a batch cannot write, and says which records wait behind it. One
/// attempt, one thread.
final class Parking {
    private static final String IN_REVIEW =
            "this record stays as it is on both sides until a person has decided:"
                    + " 'duet conflicts list --open'";

    private static final String DELETED_THERE =
            "the other side deleted this record, and 'deletes: review' asks a person first";

    private static final String REJECTED =
            " (rejected: the record becomes again what the other side has)";

    private static final String MENDED =
            " (repaired: what the rule sets is written into the record, which then goes over)";

    private static final String GOES_ROUND =
            "each side answers the other's changes of this record, more often than"
                    + " settings.loops.most within its window: programs on both sides may be at it";

    private final QuarantineStore store;
    private final TargetTerms terms;
    private final Relations relations;
    private final ApplyTask task;
    private final Set<TargetTransaction.Parked> passedOver;

    /// The records that are let go, with the place in the source's log where that is said last.
    private final Map<RecordKey, Long> releasing = new HashMap<>();

    private final Map<RecordKey, Cause> causes = new HashMap<>();
    private final Set<RecordKey> refused = new LinkedHashSet<>();

    /// Records that a person is to decide about, and those of them that are held from here on.
    private final Set<RecordKey> waiting = new HashSet<>();

    private final Set<RecordKey> begun = new LinkedHashSet<>();

    /// Those of which nothing is kept yet.
    private final Map<RecordKey, Ruling> reviews = new LinkedHashMap<>();

    private final Set<RecordKey> keptBack = new LinkedHashSet<>();
    private final List<HeldNotices.Held> notices = new ArrayList<>();
    private final Counters.Attempt counters;
    private long changes;
    private long refusals;

    /// The change to put into quarantine should what was decided about its record be refused.
    private record Cause(Change source, Origin origin) {}

    Parking(ApplySettings settings, ApplyTask task, Counters.Attempt counters) {
        this.counters = counters;
        this.store = settings.quarantine();
        this.terms = settings.terms();
        this.relations = settings.relations();
        this.task = task;
        this.passedOver = new HashSet<>(task.plan().carried().parked());
        task.plan()
                .carried()
                .ended()
                .forEach(end -> releasing.merge(end.key(), end.position(), Math::max));
        task.plan().carried().reviews().forEach(this::review);
    }

    private void review(TargetTransaction.Review review) {
        waiting.add(review.key());
        if (review.isHeld()) {
            begun.add(review.key());
            notice(review.key(), QuarantineStore.REVIEW, IN_REVIEW);
        }
        Ruling first = review.first();
        if (first != null) {
            reviews.put(review.key(), first);
        }
    }

    /// Whether a change of a record is to be passed over.
    boolean isHeld(Position position, RecordKey record) {
        return refused.contains(record)
                || waiting.contains(record)
                || (task.isAlone() && task.held().contains(record))
                || passedOver.contains(new TargetTransaction.Parked(position, record));
    }

    /// Whether a record is let go in the same transaction of the source or a later one: then what
    /// was done to it before does not count.
    boolean isLetGoAfter(Position position, RecordKey record) {
        Long end = releasing.get(record);
        return end != null && position.ordinal() <= end;
    }

    /// Whether one of these was refused in this batch.
    boolean isRefused(Collection<RecordKey> records) {
        return !refused.isEmpty() && records.stream().anyMatch(refused::contains);
    }

    /// Notes which change is to be kept for people should the record's write be refused.
    void cause(RecordKey record, Change source, Origin origin) {
        causes.put(record, new Cause(source, origin));
    }

    void forgetCauses() {
        causes.clear();
    }

    /// A change that waits for an earlier one of its record, or for a person.
    void follow(Connection connection, Mapped mapped, Origin origin) throws SQLException {
        List<RecordKey> records = terms.keys(mapped);
        if (isRefused(records)) {
            refused.addAll(records); // a key change: nobody plans for the other half
        }
        if (reviews.keySet().removeAll(records)) {
            review(connection, mapped.source(), origin);
            return;
        }
        store.hold(
                connection,
                mapped.source(),
                origin,
                QuarantineStore.FOLLOWS,
                "an earlier change of this record is in quarantine");
        changes++;
    }

    private void review(Connection connection, Change change, Origin origin) throws SQLException {
        store.hold(connection, change, origin, QuarantineStore.REVIEW, IN_REVIEW);
        changes++;
    }

    /// Keeps for people the changes that conflicts are about which only the log has shown: they
    /// were carried over before.
    void reviewLate(Connection connection) throws SQLException {
        for (Map.Entry<RecordKey, Ruling> late : reviews.entrySet()) {
            review(
                    connection,
                    terms.asOfSource(late.getKey(), late.getValue().images()),
                    earlier("review"));
        }
        reviews.clear();
    }

    /// Of what this transaction does not carry itself.
    private Origin earlier(String transaction) {
        return new Origin(
                task.plan().checkpoint().source(),
                task.plan().checkpoint().position(),
                transaction,
                Instant.EPOCH,
                0,
                null);
    }

    /// A change that cannot be written: its records are held from here on.
    void refuse(Connection connection, Mapped mapped, Origin origin, String code, String reason)
            throws SQLException {
        hold(connection, mapped, origin, code, reason);
        counters.quarantined(mapped.source().shape().entity(), code, false);
    }

    private void hold(
            Connection connection, Mapped mapped, Origin origin, String code, String reason)
            throws SQLException {
        List<RecordKey> records = terms.keys(mapped);
        refused.addAll(records);
        records.forEach(record -> notice(record, code, reason));
        store.hold(connection, mapped.source(), origin, code, reason);
        changes++;
        refusals++;
    }

    /// A change that the mapping refuses.
    void refuse(Connection connection, Mapped.Refused refused, Origin origin) throws SQLException {
        boolean rejects = refused.rejected() && mayReject(refused.source());
        hold(
                connection,
                refused,
                origin,
                refused.code(),
                refused.reason() + (rejects ? REJECTED : ""));
        counters.quarantined(refused.source().shape().entity(), refused.code(), rejects);
        if (rejects) {
            store.reject(connection, refused.source());
        }
    }

    /// A change that leaves a record which names another that is not there.
    void refuse(Connection connection, Mapped mapped, Origin origin, Validation.Broken rule)
            throws SQLException {
        boolean rejects = rejects(rule, mapped.source());
        hold(connection, mapped, origin, rule.rule().name(), reason(rule, rejects));
        counters.broken(mapped.source().shape().entity(), List.of(rule));
        if (rejects) {
            store.reject(connection, mapped.source());
        }
    }

    /// The same of a record that was decided about.
    void refuse(Connection connection, RowWrite write, Validation.Broken rule) throws SQLException {
        Cause cause = causes.get(write.key());
        Change change = cause == null ? terms.asOfSource(write) : cause.source();
        boolean rejects = rejects(rule, change) && !releasing.containsKey(write.key());
        if (park(connection, write, rule.rule().name(), reason(rule, rejects))) {
            counters.broken(write.key().entity(), List.of(rule));
            if (rejects) {
                store.reject(connection, change);
            }
        }
    }

    private static boolean rejects(Validation.Broken rule, Change change) {
        return rule.rule().severity() instanceof Reject && mayReject(change);
    }

    /// Of a key change two records are held, which a person is to look at.
    private static boolean mayReject(Change change) {
        return !(change instanceof Change.KeyChange);
    }

    private static String reason(Validation.Broken rule, boolean rejects) {
        return rule.reason()
                + (rejects ? REJECTED : rule.rule().severity() instanceof Repair ? MENDED : "");
    }

    /// A change of a record that goes round between the sides.
    void goesRound(Connection connection, Mapped mapped, Origin origin) throws SQLException {
        refuse(connection, mapped, origin, QuarantineStore.LOOP, GOES_ROUND);
    }

    /// A delete that a person is to decide about, where no conflict is recorded: nothing knows the
    /// record's other side.
    void asks(Connection connection, Mapped mapped, Origin origin) throws SQLException {
        refuse(connection, mapped, origin, QuarantineStore.DELETE, DELETED_THERE);
    }

    /// What was decided about a record cannot be written.
    void refuse(Connection connection, RowWrite write, String code, String reason)
            throws SQLException {
        if (park(connection, write, code, reason)) {
            counters.quarantined(write.key().entity(), code, false);
        }
    }

    /// @return whether the record was not refused before
    private boolean park(Connection connection, RowWrite write, String code, String reason)
            throws SQLException {
        RecordKey record = write.key();
        if (!refused.add(record)) {
            return false;
        }
        refusals++;
        notice(record, code, reason);
        if (releasing.containsKey(record)) {
            store.refusedAgain(connection, record.entity(), terms.keyText(record), code, reason);
            return true;
        }
        changes++;
        Cause cause = causes.get(record);
        if (cause == null) {
            store.hold(connection, terms.asOfSource(write), earlier("repair"), code, reason);
        } else {
            store.hold(connection, cause.source(), cause.origin(), code, reason);
        }
        return true;
    }

    private void notice(RecordKey record, String code, String reason) {
        String mend =
                code.equals(QuarantineStore.REVIEW)
                        ? "duet conflicts list --open"
                        : "duet quarantine list";
        notices.add(
                new HeldNotices.Held(record.entity(), terms.keyText(record), code, reason, mend));
    }

    /// What to say of the records that are held from here on, once that is committed.
    List<HeldNotices.Held> notices() {
        return notices;
    }

    /// Only another record is in its way, by a foreign key or a unique value: that one may have
    /// been kept back, and a repair will try again.
    void keepBack(RecordKey record) {
        keptBack.add(record);
    }

    /// Whether a row refers to a record that is held: then it cannot come before that is released.
    boolean refersToHeld(Shape shape, @Nullable Row row) {
        return row != null
                && relations.parents(shape, row).stream()
                        .map(parent -> terms.ofTarget(parent.entity(), parent.key()))
                        .flatMap(Optional::stream)
                        .anyMatch(
                                parent ->
                                        refused.contains(parent)
                                                || begun.contains(parent)
                                                || task.held().contains(parent));
    }

    /// What was held of a record up to here is over: one side's row now stands on both.
    void settle(Connection connection, RecordKey record) throws SQLException {
        store.settle(connection, record.entity(), terms.keyText(record));
    }

    /// The records that a release let go, and whose write was not refused again.
    void settleReleased(Connection connection) throws SQLException {
        for (RecordKey record : releasing.keySet()) {
            if (!refused.contains(record)) {
                settle(connection, record);
            }
        }
    }

    /// The records to be held from here on.
    Set<RecordKey> heldRecords() {
        Set<RecordKey> held = new LinkedHashSet<>(begun);
        held.addAll(refused);
        return held;
    }

    Set<RecordKey> keptBackRecords() {
        return keptBack;
    }

    /// How many changes were put into quarantine.
    long changes() {
        return changes;
    }

    /// How many of them were refused themselves.
    long refusals() {
        return refusals;
    }
}
