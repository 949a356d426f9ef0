package dev.duet.schemas;

/// Stands for a value that is not told. It is never written.
public enum Unchanged {
    /// A large one that the log left out because the change did not touch it: it is as it was.
    VALUE,
    /// One that is none of the other side's business (a null where the other side keeps what it
    /// has): what stands here says nothing.
    UNSAID
}
