package dev.duet.deploy.docs.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.docs.page.Block.Grid;
import dev.duet.deploy.docs.page.Block.Heading;
import dev.duet.deploy.docs.page.Block.Paragraph;
import dev.duet.deploy.docs.page.Span.Tone;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;

/// Whatever a name or value is, the page shows it and nothing else.
final class PagesTest {
    private static final String TAG = "<script>alert('1 & 2')</script>\"";

    @Test
    void htmlHasNoTagButItsOwn() {
        String page =
                HtmlPage.of(
                        TAG,
                        List.of(
                                new Heading(2, "here", TAG),
                                new Paragraph(
                                        Line.of(TAG)
                                                .code(TAG)
                                                .link("here", TAG)
                                                .and(Line.ofMark(Tone.GOOD, TAG))),
                                new Grid(List.of(TAG), List.of(List.of(Line.of(TAG))))));

        String shown = "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;&quot;";
        assertThat(page.split(Pattern.quote(shown), -1)).hasSize(10);
        assertThat(page).doesNotContain("<script", "alert('");
    }

    @Test
    void htmlNeedsNothingFromElsewhere() {
        String page = HtmlPage.of("Title", List.of(new Heading(1, "top", "Title")));

        assertThat(page)
                .contains("default-src 'none'")
                .doesNotContain("http:", "https:", "url(", "@import", "src=");
    }

    @Test
    void contentsLeadToEveryHeadingButTheTitle() {
        String page =
                HtmlPage.of(
                        "Title",
                        List.of(
                                new Heading(1, "top", "Title"),
                                new Heading(2, "one", "One"),
                                new Heading(3, "two", "Two"),
                                new Heading(4, "three", "Three")));

        assertThat(page)
                .contains("<a href=\"#one\">One</a>", "<a href=\"#two\">Two</a>")
                .contains("<h4 id=\"three\">Three</h4>")
                .doesNotContain("href=\"#top\"", "href=\"#three\"");
    }

    @Test
    void markdownKeepsTheTableWhateverIsInACell() {
        Line odd = Line.of("a|b *c* <d> [e](f) _g_").code("h|`i`");

        String page = MarkdownPage.of(List.of(new Grid(List.of("x|y"), List.of(List.of(odd)))));

        assertThat(page)
                .isEqualTo(
                        """
                        | x\\|y |
                        | --- |
                        | a\\|b \\*c\\* \\<d\\> \\[e\\](f) \\_g\\_`` h\\|`i` `` |
                        """);
    }

    @Test
    void whatCannotBeSeenIsSpelledOut() {
        List<Block> document =
                List.of(new Paragraph(Line.of("a\nb\u202Ec").code("d\u0000e\u200Bf")));

        assertThat(MarkdownPage.of(document))
                .isEqualTo("a\\\\u000ab\\\\u202ec`d\\u0000e\\u200bf`\n");
        assertThat(HtmlPage.of("", document))
                .contains("<p>a\\u000ab\\u202ec<code>d\\u0000e\\u200bf</code></p>");
    }
}
