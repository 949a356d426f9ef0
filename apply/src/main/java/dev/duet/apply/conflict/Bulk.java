package dev.duet.apply.conflict;

import dev.duet.schemas.Changes;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A large transaction of one side's. Its records are not followed one by one: they are below, and
/// what was done to one of them is looked up when somebody asks. A record surfaces when something
/// else has to do with it; it is then one of the transaction's own changes, like any other. One
/// thread.
final class Bulk {
    /// Its changes are those of the records that have surfaced.
    final SourceTransaction transaction;

    private final Changes changes;
    private final KeyIndex index;
    private final Predicate<NetChange> isCarried;

    /// Records that are not below: surfaced, or followed from the start.
    private final Set<RecordKey> apart = new HashSet<>();

    /// Those that may not outlive this one: what they did to a record that is below here too would
    /// be taken for the last that was done to it.
    private final Set<Bulk> before = new HashSet<>();

    private boolean isShared;
    private Stage stage = Stage.READ;

    /// The counter of the target transaction that carries it; 0 when it was written before a
    /// restart.
    private long writtenAs;

    private int below;

    private enum Stage {
        READ,
        /// It stands in the peer, as far as is known here, and has not come back.
        APPLIED,
        /// Its marker was read.
        MERGED
    }

    /// @param changes this object's own share of them
    /// @param isCarried which of them there may be anything in for the other side
    Bulk(SourceTransaction transaction, Changes changes, Predicate<NetChange> isCarried) {
        this.transaction = transaction;
        this.changes = changes;
        this.index = KeyIndex.of(changes);
        this.isCarried = isCarried;
    }

    long position() {
        return transaction.position();
    }

    KeyIndex index() {
        return index;
    }

    /// What it did to a record that is below; null for nothing.
    @Nullable NetChange net(RecordKey key) {
        return apart.contains(key) ? null : carried(index.net(key));
    }

    /// What it did to a record that one of its changes is met at; null for nothing.
    @Nullable NetChange net(KeyIndex.Place place, KeyIndex.Met met) {
        return carried(index.net(place, met));
    }

    private @Nullable NetChange carried(@Nullable NetChange change) {
        return change != null && isCarried.test(change) ? change : null;
    }

    /// All that it did to records that are below.
    void forEach(Consumer<NetChange> taker) {
        index.forEach(
                change -> {
                    if (!apart.contains(change.key()) && isCarried.test(change)) {
                        taker.accept(change);
                    }
                });
    }

    Set<RecordKey> apart() {
        return apart;
    }

    /// How many records are below.
    int below() {
        return below;
    }

    /// Notes that a record stays below.
    void keep() {
        below++;
    }

    /// Whether there is anything for the other side.
    boolean isCarried() {
        return below > 0 || !transaction.changes().isEmpty();
    }

    /// Notes that a record never was below.
    void setApart(RecordKey key) {
        apart.add(key);
    }

    NetChange surface(NetChange change) {
        apart.add(change.key());
        below--;
        transaction.changes().add(change);
        return change;
    }

    /// Notes that a record is below here and below an earlier one. When that is the other side's,
    /// neither may outlive the other: what both sides did to a record is kept whole or dropped
    /// whole (2.7 b).
    void meet(Bulk earlier) {
        isShared = true;
        earlier.isShared = true;
        before.add(earlier);
        if (earlier.transaction.side() != transaction.side()) {
            earlier.before.add(this);
        }
    }

    Set<Bulk> before() {
        return before;
    }

    /// Whether another one may have to do with a record that is below here.
    boolean isShared() {
        return isShared;
    }

    void applied() {
        stage = Stage.APPLIED;
    }

    void written(long counter) {
        writtenAs = counter;
    }

    long writtenAs() {
        return writtenAs;
    }

    void merged() {
        stage = Stage.MERGED;
    }

    boolean isMerged() {
        return stage == Stage.MERGED;
    }

    /// Whether it stands in the peer and its marker was not read.
    boolean isOnTheWay() {
        return stage == Stage.APPLIED;
    }

    void close() {
        changes.close();
    }
}
