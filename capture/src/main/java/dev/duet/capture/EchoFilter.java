package dev.duet.capture;

import dev.duet.schemas.Checkpoint;

import org.jspecify.annotations.Nullable;

/// Tells Duet's own transactions from clients': the one place that decides what is an echo.
///
/// A transaction that wrote the checkpoint row is Duet's, wholly: the marker is its first row, and
/// nobody else may write that table.
@FunctionalInterface
public interface EchoFilter {
    /// By the marker row.
    EchoFilter MARKER = marker -> marker != null;

    /// Whether a transaction is Duet's own.
    ///
    /// @param marker the checkpoint row that the transaction wrote, or null
    boolean isOwn(@Nullable Checkpoint marker);
}
