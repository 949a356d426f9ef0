package dev.duet.schemas.config;

/// `when-null`: what is written into one system where the other has no value.
public sealed interface NullPolicy {
    /// As the file spells it, in one line.
    default String text() {
        return switch (this) {
            case Write _ -> "write";
            case Keep _ -> "keep";
            case Reject _ -> "reject";
            case Default standing -> "default: " + standing.value();
        };
    }

    /// NULL.
    record Write() implements NullPolicy {}

    /// Nothing: that system keeps the value it has.
    record Keep() implements NullPolicy {}

    /// Nothing: the record is quarantined.
    record Reject() implements NullPolicy {}

    /// This, which there stands for no value.
    record Default(String value) implements NullPolicy {}
}
