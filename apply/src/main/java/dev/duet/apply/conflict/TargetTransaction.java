package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// One transaction to be written into one side: the checkpoint row first, which is the marker, and
/// then the rows.
///
/// It must be written as it is, tried again until it is committed; when that cannot be, the core
/// must be built anew from the checkpoint rows.
///
/// @param writes the rows; what stands in [Carried#plain] may be written as it came instead
/// @param rulings conflicts to be recorded in the same transaction
/// @param carried what of the source's log it stands for
public record TargetTransaction(
        Side target,
        Kind kind,
        Checkpoint checkpoint,
        List<RowWrite> writes,
        List<Ruling> rulings,
        Carried carried) {
    public TargetTransaction {
        writes = List.copyOf(writes);
        rulings = List.copyOf(rulings);
    }

    /// A marker that the core has not planned.
    public static TargetTransaction marker(Side target, Checkpoint checkpoint) {
        return new TargetTransaction(
                target, Kind.HEARTBEAT, checkpoint, List.of(), List.of(), Carried.NOTHING);
    }

    /// The same under another checkpoint row.
    public TargetTransaction with(Checkpoint other) {
        return new TargetTransaction(target, kind, other, writes, rulings, carried);
    }

    /// What of the source's log a transaction brings to the target.
    ///
    /// @param transactions where the source's transactions with changes lie, in their order; those
    ///   up to the checkpoint's position that are not among them have nothing for the target
    /// @param plain records whose write says no more than the source's own changes do: these may be
    ///   written as they are, one after the other, each under the guard of its before-image (an
    ///   insert where there is none; what does not match is kept back). A record that is not among
    ///   them is written as in [#writes], and not at all when it is not there either. Never one
    ///   with a counter that was moved. Both records of a key change are, or neither is
    /// @param parked changes of records that are held, passed over: to be kept for people in the
    ///   same transaction
    /// @param ended releases that it carries over: to be stored in the same transaction
    /// @param large all that is to be written, when it is one large transaction; [#writes] are
    ///   among it, and `plain` is empty. Else null
    /// @param looks records whose rows nobody has shown: to be read under lock, and told to the
    ///   core before the commit ([ConflictCore#found]); when the marker comes back, that is the row
    /// @param looping records that go round between the sides: to be refused, and held
    public record Carried(
            List<Position> transactions,
            Set<RecordKey> plain,
            List<Parked> parked,
            List<HoldEnd> ended,
            @Nullable BulkRows large,
            Set<RecordKey> looks,
            Set<RecordKey> looping) {
        static final Carried NOTHING = looks(Set.of());

        static Carried looks(Set<RecordKey> looks) {
            return new Carried(List.of(), Set.of(), List.of(), List.of(), null, looks, Set.of());
        }

        static Carried looping(Set<RecordKey> looping) {
            return new Carried(List.of(), Set.of(), List.of(), List.of(), null, Set.of(), looping);
        }

        public Carried {
            transactions = List.copyOf(transactions);
            plain = Set.copyOf(plain);
            parked = List.copyOf(parked);
            ended = List.copyOf(ended);
            looks = Set.copyOf(looks);
            looping = Set.copyOf(looping);
        }
    }

    /// What one of the source's transactions did to a record that is held.
    public record Parked(Position position, RecordKey key) {}

    /// Why it is written.
    public enum Kind {
        APPLY,
        /// Nobody's change: the row becomes again what the fold says (PROTOCOL 2.9).
        REPAIR,
        /// The marker alone.
        HEARTBEAT
    }
}
