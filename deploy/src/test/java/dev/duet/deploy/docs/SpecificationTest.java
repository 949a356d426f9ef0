package dev.duet.deploy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.docs.Specification.Looked;
import dev.duet.deploy.docs.Specification.Since;
import dev.duet.deploy.docs.Specification.Source;
import dev.duet.deploy.docs.page.HtmlPage;
import dev.duet.deploy.docs.page.MarkdownPage;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class SpecificationTest {
    private static final Path FILES = Path.of("src/test/resources/dev/duet/deploy/docs");
    private static final Path GOLDEN = FILES.resolve("mapping.md");
    private static final DuetConfig BEFORE = config("before.yaml");
    private static final DuetConfig NOW = config("now.yaml");

    private static final LiveTables LIVE =
            new LiveTables(
                    Map.of(
                            "crm",
                            Map.of(
                                    "customer",
                                    table(
                                            "public.customer",
                                            "customer_id integer!",
                                            "full_name text!",
                                            "status text",
                                            "balance numeric(12,2)",
                                            "mail text",
                                            "seen timestamp(6) with time zone",
                                            "internal text",
                                            "made date"),
                                    "visit",
                                    table(
                                            "public.visit",
                                            "id bigint!",
                                            "note text",
                                            "rank smallint")),
                            "erp",
                            Map.of(
                                    "customer",
                                    table(
                                            "erp.client",
                                            "account int!",
                                            "client_name varchar(80)!",
                                            "state char(1)",
                                            "balance_cents bigint",
                                            "mail varchar(255)",
                                            "seen_at datetime(6)"))));

    /// To write the file anew, run this test with `-Dduet.write-docs=true`; then read it.
    @Test
    void documentIsTheOneThatWasRead() throws IOException {
        Source source = new Source("now.yaml", "0123abcd");
        Since since =
                new Since(
                        new Source("before.yaml", "4567efab"),
                        Difference.between(Facts.of(BEFORE), Facts.of(NOW)));
        Looked looked = new Looked(LIVE, Instant.parse("2026-11-28T12:00:00Z"));

        String document =
                MarkdownPage.of(
                        new Specification(
                                        NOW, source, "1.0", Optional.of(looked), Optional.of(since))
                                .blocks());

        if (Boolean.getBoolean("duet.write-docs")) {
            Files.writeString(GOLDEN, document);
        }
        assertThat(GOLDEN).hasContent(document);
    }

    @Test
    void offlineDocumentSaysThatNobodyLooked() {
        var specification =
                new Specification(
                        NOW,
                        new Source("now.yaml", "0123abcd"),
                        "1.0",
                        Optional.empty(),
                        Optional.empty());

        String page = HtmlPage.of(specification.title(), specification.blocks());

        assertThat(page)
                .contains("The databases were not asked", "not looked at", "crm decides")
                .doesNotContain("not there", "not mentioned</span>", "id=\"changes\"");
    }

    @Test
    void equalFilesDoNotDiffer() {
        assertThat(Difference.between(Facts.of(NOW), Facts.of(NOW))).isEmpty();
    }

    @Test
    void everyFieldOfTheFileIsInThePage() {
        var specification =
                new Specification(
                        NOW,
                        new Source("now.yaml", "0123abcd"),
                        "1.0",
                        Optional.empty(),
                        Optional.empty());

        String page = HtmlPage.of(specification.title(), specification.blocks());

        NOW.entities().stream()
                .flatMap(entity -> entity.allFields().stream())
                .forEach(
                        field ->
                                assertThat(page)
                                        .contains("<code>" + field.name() + "</code>")
                                        .contains("<code>" + field.columns().get("crm") + "</code>")
                                        .contains(
                                                "<code>" + field.columns().get("erp") + "</code>"));
    }

    private static DuetConfig config(String name) {
        return ((Valid) new ConfigReader().read(FILES.resolve(name))).config();
    }

    /// Columns as `name type`, with `!` where they are not null.
    private static Table table(String name, String... columns) {
        String[] parts = name.split("\\.");
        List<TableColumn> all = Arrays.stream(columns).map(SpecificationTest::column).toList();
        return new Table(
                new TableName(parts[0], parts[1]),
                all,
                List.of(all.getFirst().name()),
                List.of(),
                List.of(),
                List.of());
    }

    private static TableColumn column(String text) {
        int space = text.indexOf(' ');
        String type = text.substring(space + 1);
        return new TableColumn(
                text.substring(0, space),
                type.replace("!", ""),
                !type.endsWith("!"),
                null,
                false,
                false,
                false,
                null);
    }
}
