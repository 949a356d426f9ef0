package dev.duet.deploy.scaffold;

import static dev.duet.deploy.scaffold.Tables.refers;
import static dev.duet.deploy.scaffold.Tables.row;
import static dev.duet.deploy.scaffold.Tables.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult.Invalid;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.config.SystemsResult;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What is proposed is read by the reader of every configuration file.
final class ProposalTest {
    private static final String CRM =
            "  crm: { type: postgres, host: db1, database: crm, user: duet, password: \"${env:C}\""
                    + " }\n";
    private static final String ERP =
            "  erp: { type: mysql, host: db2, database: erp, user: duet, password: \"${env:E}\""
                    + " }\n";

    @TempDir private Path folder;

    private record Read(String text, DuetConfig config) {}

    private Read propose(String systems, List<Table> left, List<Table> right, Samples samples)
            throws IOException, SQLException {
        String head = "systems:\n" + systems;
        Path file = Files.writeString(folder.resolve("systems.yaml"), head);
        if (!(new ConfigReader().readSystems(file) instanceof SystemsResult.Valid valid)) {
            throw new AssertionError("wrong systems");
        }
        TablePairing.Tables tables = new TablePairing(left, right, samples, 0.6).pair();
        String text = head + "\n" + new Proposal(valid.systems(), tables).entities();
        return switch (new ConfigReader()
                .read("proposal", text.getBytes(StandardCharsets.UTF_8), folder)) {
            case Valid right2 -> new Read(text, right2.config());
            case Invalid invalid -> throw new AssertionError(text + invalid.problems());
        };
    }

    private static FieldConfig field(EntityConfig entity, String name) {
        return entity.allFields().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesThatYamlWouldTakeForSomethingElseAreQuoted() throws Exception {
        Table left =
                table(
                        "odd.2nd-orders",
                        "id:# integer key",
                        "no text",
                        "a#b text",
                        "größe integer",
                        "true text",
                        "on integer");
        Table right =
                table(
                        "erp.2nd-orders",
                        "id:# int key",
                        "no longtext",
                        "a#b longtext",
                        "größe int",
                        "yes longtext");

        Read read =
                propose(
                        CRM + ERP,
                        List.of(left, table("public.odd# it", "x text")),
                        List.of(right),
                        (a, b, c) -> List.of());

        EntityConfig entity = read.config().entities().getFirst();
        assertThat(entity.table("crm")).isEqualTo(left.name());
        assertThat(entity.mappedColumns("crm").toList()).contains("id:#", "no", "a#b", "größe");
        assertThat(entity.onlyIn("crm")).containsExactly("true", "on");
        assertThat(entity.onlyIn("erp")).containsExactly("yes");
    }

    @Test
    void valuesAndUnitsStandAsTheFileListsItsSystems() throws Exception {
        Table left = table("public.item", "id integer key", "state text", "kg integer", "tag text");
        Table right = table("erp.item", "id int key", "state char(3)", "kg int", "tag longtext");
        List<RowPair> rows =
                IntStream.range(1, 30)
                        .mapToObj(
                                i ->
                                        new RowPair(
                                                row(
                                                        "state",
                                                        i % 2 == 0 ? "yes" : "off",
                                                        "kg",
                                                        (long) i,
                                                        "tag",
                                                        "t" + i),
                                                row(
                                                        "state",
                                                        i % 2 == 0 ? "1" : "02",
                                                        "kg",
                                                        i * 1000L,
                                                        "tag",
                                                        "t" + i)))
                        .toList();

        Read there = propose(CRM + ERP, List.of(left), List.of(right), (a, b, c) -> rows);
        Read back = propose(ERP + CRM, List.of(left), List.of(right), (a, b, c) -> rows);

        assertThat(values(there)).isEqualTo(Map.of("yes", "1", "off", "02"));
        assertThat(values(back)).isEqualTo(Map.of("1", "yes", "02", "off"));
        assertThat(there.text()).contains("convert: { multiply: 1000, into: erp }");
        assertThat(back.text()).contains("convert: { multiply: 1000, into: erp }");
    }

    private static Map<String, String> values(Read read) {
        FieldConfig state = field(read.config().entities().getFirst(), "state");
        return state.form().conversion().orElse(null) instanceof Conversion.Values values
                ? values.pairs()
                : Map.of();
    }

    @Test
    void keysThatAreApartAreCrosswalkedAndReferredTo() throws Exception {
        Table left = table("public.person", "id bigint key made", "name text", "mail text");
        Table right = table("erp.person", "id bigint key made", "name longtext", "mail longtext");
        Table visits =
                refers(table("public.visit", "nr integer key", "person bigint"), "person", left);
        Table visitsThere =
                refers(table("erp.visit", "nr int key", "person bigint"), "person", right);
        Samples samples =
                (a, b, c) ->
                        IntStream.range(0, a.equals(left) ? 20 : 0)
                                .mapToObj(
                                        i ->
                                                new RowPair(
                                                        row("name", "n" + i, "mail", "m" + i),
                                                        row("name", "x" + i, "mail", "y" + i)))
                                .toList();

        Read read = propose(CRM + ERP, List.of(left, visits), List.of(right, visitsThere), samples);

        EntityConfig person = read.config().entity("person");
        assertThat(person.isCrosswalked(person.key().getFirst())).isTrue();
        assertThat(read.text()).contains("# Question: both sides make up keys", "pair-by:");
        assertThat(read.text())
                .contains("person: { crm: person, erp: person, references: person }");
    }
}
