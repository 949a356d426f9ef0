package dev.duet.apply.conflict;

import dev.duet.schemas.Checkpoint;

import java.util.Collection;
import java.util.List;

/// What must be known for a start.
///
/// @param inA the checkpoint row in A
/// @param inB the checkpoint row in B
/// @param holds of both databases
/// @param ends likewise
public record Durable(
        Checkpoint inA, Checkpoint inB, Collection<Hold> holds, Collection<HoldEnd> ends) {
    public Durable(Checkpoint inA, Checkpoint inB) {
        this(inA, inB, List.of(), List.of());
    }
}
