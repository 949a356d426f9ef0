package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What [Arbiter] knows of the direction out of one side. Mutable, under its lock.
final class Road {
    final Deque<MappedTransaction> originals = new ArrayDeque<>();
    Runnable wake = () -> {};
    @Nullable Position last;
    boolean isBlocked;

    /// Whether the log out of this side cannot be read any more.
    boolean isLost;

    /// What the target has, when the core does not keep count any more.
    @Nullable Checkpoint alone;

    /// The last entry of this side's log when it was nothing to be written; nothing else of it is
    /// waiting then but what waits in [#originals].
    @Nullable Origin passed;

    /// The records that are held, likewise.
    final Set<RecordKey> heldAlone = new HashSet<>();

    final List<ApplyTask.Settled> settled = new ArrayList<>();

    /// Rows that the target's triggers wrote beside ours, as its log has shown them, by entity.
    final Map<String, Long> beside = new HashMap<>();

    @Nullable ApplyTask open;

    /// Whether nothing of this side's may be written into the peer.
    boolean isPaused;

    /// Whether its thread has seen that.
    boolean isStill;
}
