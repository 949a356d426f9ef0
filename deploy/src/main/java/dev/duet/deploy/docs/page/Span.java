package dev.duet.deploy.docs.page;

/// A piece of a line. Its text is anybody's: whoever writes it down escapes it.
public sealed interface Span {
    String text();

    record Plain(String text) implements Span {}

    /// A name, a type or a value, as the file or a database spells it.
    record Code(String text) implements Span {}

    /// A word that is to be seen at a glance.
    record Mark(Tone tone, String text) implements Span {}

    /// A way to a heading of this document.
    record Link(String heading, String text) implements Span {}

    /// What a mark says about a thing.
    enum Tone {
        GOOD,
        QUIET,
        WARNING
    }
}
