package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The one transaction that may be open into each side: from its plan to its commit. One thread.
final class Openings {
    private final Map<Side, SideState> sides;
    private final Resume resume;
    private final Holds holds;
    private final Bulks bulks;

    Openings(Map<Side, SideState> sides, Resume resume, Holds holds, Bulks bulks) {
        this.sides = sides;
        this.resume = resume;
        this.holds = holds;
        this.bulks = bulks;
    }

    static void requireNone(SideState state) {
        if (state.open != null) {
            throw new IllegalStateException("a transaction into this side is still open");
        }
    }

    TargetTransaction open(
            SideState target,
            TargetTransaction.Kind kind,
            List<RowWrite> writes,
            List<Ruling> rulings,
            TargetTransaction.Carried carried,
            Collection<RecordKey> keys) {
        SideState source = state(target.side.peer());
        Checkpoint last = target.checkpoint;
        resume.update(source, target);
        resume.update(target, source);
        boolean moves = kind != TargetTransaction.Kind.REPAIR;
        Checkpoint next =
                new Checkpoint(
                        last.source(),
                        moves ? source.processed.position() : last.position(),
                        moves ? source.processed.clock() : last.clock(),
                        last.counter() + 1,
                        source.resume,
                        target.resume,
                        source.clean,
                        target.clean,
                        last.incarnation(),
                        last.fencingToken());
        target.checkpoint = next;
        target.unread.add(next.counter(), keys);
        List<Ruling> all = new ArrayList<>(rulings);
        all.addAll(target.takeLate());
        TargetTransaction planned =
                new TargetTransaction(target.side, kind, next, writes, all, carried);
        target.open = planned;
        return planned;
    }

    private SideState state(Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    private SideState target(TargetTransaction transaction) {
        SideState target = state(transaction.target());
        if (target.open != transaction) {
            throw new IllegalArgumentException("not the transaction that is open");
        }
        return target;
    }

    void committed(TargetTransaction transaction) {
        SideState target = target(transaction);
        SideState source = state(transaction.target().peer());
        target.open = null;
        target.readBack();
        if (transaction.kind() != TargetTransaction.Kind.REPAIR) {
            target.tryAgain();
        }
        Checkpoint checkpoint = transaction.checkpoint();
        source.resumesAt(checkpoint.sourceResume());
        target.resumesAtByOwnRow(checkpoint.targetResume());
        for (Hold hold : target.takeHolding()) {
            bulks.surface(hold.key());
            holds.begin(hold);
            source.hold(hold.key(), target);
            target.hold(hold.key(), source);
        }
    }

    Hold hold(TargetTransaction transaction, RecordKey key) {
        Hold hold = holdFromHere(key);
        target(transaction).holding.add(hold);
        return hold;
    }

    Hold holdFromHere(RecordKey key) {
        return new Hold(key, state(Side.A).read(), state(Side.B).read());
    }

    void again(TargetTransaction transaction) {
        target(transaction).holding.clear();
    }

    void withdrawn(TargetTransaction repair) {
        SideState target = target(repair);
        target.open = null;
        target.checkpoint = repair.checkpoint().withCounter(repair.checkpoint().counter() - 1);
        target.withdraw(repair);
    }

    TargetTransaction overtaken(TargetTransaction transaction, Checkpoint stored) {
        SideState target = target(transaction);
        Checkpoint planned = transaction.checkpoint();
        Checkpoint next = planned.withCounter(stored.counter() + 1);
        target.unread.renumber(planned.counter(), next.counter());
        target.checkpoint = next;
        TargetTransaction again = transaction.with(next);
        target.open = again;
        return again;
    }
}
