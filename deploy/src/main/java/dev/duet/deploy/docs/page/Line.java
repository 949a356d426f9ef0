package dev.duet.deploy.docs.page;

import dev.duet.deploy.docs.page.Span.Code;
import dev.duet.deploy.docs.page.Span.Link;
import dev.duet.deploy.docs.page.Span.Mark;
import dev.duet.deploy.docs.page.Span.Plain;
import dev.duet.deploy.docs.page.Span.Tone;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Words, some of them marked. Immutable; each method gives a longer line.
public record Line(List<Span> spans) {
    public static final Line EMPTY = new Line(List.of());

    public Line {
        spans = List.copyOf(spans);
    }

    public static Line of(String text) {
        return EMPTY.text(text);
    }

    public static Line ofCode(String text) {
        return EMPTY.code(text);
    }

    public static Line ofMark(Tone tone, String text) {
        return EMPTY.and(new Mark(tone, text));
    }

    /// The lines one after the other, with this between them.
    public static Line join(String between, List<Line> lines) {
        Line joined = EMPTY;
        for (Line line : lines) {
            joined = joined.isEmpty() ? line : joined.text(between).and(line);
        }
        return joined;
    }

    /// Names, with commas between them.
    public static Line ofCodes(List<String> names) {
        return join(", ", names.stream().map(Line::ofCode).toList());
    }

    public Line text(String text) {
        return text.isEmpty() ? this : and(new Plain(text));
    }

    public Line code(String text) {
        return and(new Code(text));
    }

    public Line link(String heading, String text) {
        return and(new Link(heading, text));
    }

    public Line and(Line more) {
        List<Span> all = new ArrayList<>(spans);
        all.addAll(more.spans);
        return new Line(all);
    }

    private Line and(Span span) {
        return and(new Line(List.of(span)));
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /// The bare words.
    public String words() {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }
}
