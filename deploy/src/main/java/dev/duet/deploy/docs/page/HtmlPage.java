package dev.duet.deploy.docs.page;

import dev.duet.deploy.docs.page.Block.Bullets;
import dev.duet.deploy.docs.page.Block.Grid;
import dev.duet.deploy.docs.page.Block.Heading;
import dev.duet.deploy.docs.page.Block.Paragraph;
import dev.duet.deploy.docs.page.Span.Code;
import dev.duet.deploy.docs.page.Span.Link;
import dev.duet.deploy.docs.page.Span.Mark;
import dev.duet.deploy.docs.page.Span.Plain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// Writes a document as one HTML page that needs nothing else: style within, no script, no resource
/// of anybody's. Stateless.
public final class HtmlPage {
    private static final String STYLE = "page.css";

    /// Deeper headings are not in the table of contents.
    private static final int DEEPEST_LISTED = 3;

    private HtmlPage() {}

    public static String of(String title, List<Block> document) {
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <nav aria-label="Contents">
        %s</nav>
        <main>
        %s</main>
        </body>
        </html>
        """
                .formatted(escaped(title), style(), contents(document), body(document));
    }

    private static String contents(List<Block> document) {
        var list = new StringBuilder("<p>Contents</p>\n<ul>\n");
        for (Block block : document) {
            if (block instanceof Heading heading
                    && heading.level() > 1
                    && heading.level() <= DEEPEST_LISTED) {
                list.append(
                        "<li class=\"level%d\"><a href=\"#%s\">%s</a></li>\n"
                                .formatted(
                                        heading.level(),
                                        escaped(heading.id()),
                                        escaped(heading.text())));
            }
        }
        return list + "</ul>\n";
    }

    private static String body(List<Block> document) {
        return document.stream().map(HtmlPage::block).collect(Collectors.joining());
    }

    private static String block(Block block) {
        return switch (block) {
            case Heading heading ->
                    "<h%1$d id=\"%2$s\">%3$s</h%1$d>\n"
                            .formatted(
                                    heading.level(),
                                    escaped(heading.id()),
                                    escaped(heading.text()));
            case Paragraph paragraph -> "<p>" + line(paragraph.line()) + "</p>\n";
            case Bullets bullets ->
                    bullets.lines().stream()
                            .map(line -> "<li>" + line(line) + "</li>\n")
                            .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
            case Grid grid -> grid(grid);
        };
    }

    private static String grid(Grid grid) {
        var html = new StringBuilder("<div class=\"grid\"><table>\n<thead><tr>");
        grid.head()
                .forEach(
                        cell ->
                                html.append("<th scope=\"col\">")
                                        .append(escaped(cell))
                                        .append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Line> row : grid.rows()) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(line(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private static String line(Line line) {
        return line.spans().stream().map(HtmlPage::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        return switch (span) {
            case Plain plain -> escaped(plain.text());
            case Code code -> "<code>" + escaped(code.text()) + "</code>";
            case Mark mark ->
                    "<span class=\"mark %s\">%s</span>"
                            .formatted(
                                    mark.tone().name().toLowerCase(Locale.ROOT),
                                    escaped(mark.text()));
            case Link link ->
                    "<a href=\"#%s\">%s</a>"
                            .formatted(escaped(link.heading()), escaped(link.text()));
        };
    }

    private static String escaped(String text) {
        return PlainText.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String style() {
        try (InputStream file =
                Objects.requireNonNull(HtmlPage.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
