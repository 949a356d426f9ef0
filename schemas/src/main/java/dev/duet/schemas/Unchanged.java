package dev.duet.schemas;

/// Stands for a large value that the log left out because the change did not touch it.
public enum Unchanged {
    VALUE
}
