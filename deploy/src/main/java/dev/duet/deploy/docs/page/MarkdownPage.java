package dev.duet.deploy.docs.page;

import dev.duet.deploy.docs.page.Block.Bullets;
import dev.duet.deploy.docs.page.Block.Grid;
import dev.duet.deploy.docs.page.Block.Heading;
import dev.duet.deploy.docs.page.Block.Paragraph;
import dev.duet.deploy.docs.page.Span.Code;
import dev.duet.deploy.docs.page.Span.Link;
import dev.duet.deploy.docs.page.Span.Mark;
import dev.duet.deploy.docs.page.Span.Plain;

import java.util.List;
import java.util.stream.Collectors;

/// Writes a document as Markdown with tables, as GitHub and most others read it. Stateless.
public final class MarkdownPage {
    private static final String SPECIAL = "\\`*_[]<>|#&~!";

    private MarkdownPage() {}

    public static String of(List<Block> document) {
        return document.stream().map(MarkdownPage::block).collect(Collectors.joining("\n"));
    }

    private static String block(Block block) {
        return switch (block) {
            case Heading heading ->
                    "#".repeat(heading.level())
                            + " <a id=\""
                            + heading.id()
                            + "\"></a>"
                            + escaped(heading.text())
                            + "\n";
            case Paragraph paragraph -> line(paragraph.line()) + "\n";
            case Bullets bullets ->
                    bullets.lines().stream()
                            .map(line -> "- " + line(line) + "\n")
                            .collect(Collectors.joining());
            case Grid grid -> grid(grid);
        };
    }

    private static String grid(Grid grid) {
        var text = new StringBuilder();
        text.append(row(grid.head().stream().map(MarkdownPage::escaped).toList()));
        text.append(row(grid.head().stream().map(_ -> "---").toList()));
        grid.rows().forEach(row -> text.append(row(row.stream().map(MarkdownPage::line).toList())));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String line(Line line) {
        return line.spans().stream().map(MarkdownPage::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        return switch (span) {
            case Plain plain -> escaped(plain.text());
            case Code code -> code(code.text());
            case Mark mark -> "**" + escaped(mark.text()) + "**";
            case Link link -> "[" + escaped(link.text()) + "](#" + link.heading() + ")";
        };
    }

    /// A fence longer than any in the text. A bar would end the cell, even here.
    private static String code(String text) {
        if (text.isBlank()) {
            return "\"" + text + "\"";
        }
        String shown = PlainText.of(text).replace("|", "\\|");
        int longest = 0;
        int now = 0;
        for (int i = 0; i < shown.length(); i++) {
            now = shown.charAt(i) == '`' ? now + 1 : 0;
            longest = Math.max(longest, now);
        }
        String fence = "`".repeat(longest + 1);
        String space = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
        return fence + space + shown + space + fence;
    }

    private static String escaped(String text) {
        String shown = PlainText.of(text);
        var escaped = new StringBuilder();
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
