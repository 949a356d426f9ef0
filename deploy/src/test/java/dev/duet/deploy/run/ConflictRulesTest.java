package dev.duet.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class ConflictRulesTest {
    private static final String SYSTEMS =
            """
            systems:
              crm: { type: postgres, host: a, database: crm, user: u, password: "${env:P}" }
              erp: { type: mysql, host: b, database: erp, user: u, password: "${env:P}" }
            """;

    @TempDir private Path folder;

    @Test
    void eachColumnHasItsRuleAndTheKeyComesFirst() throws IOException {
        DuetConfig config =
                config(
                        """
                        entities:
                          stock:
                            tables: { crm: stock, erp: stock }
                            key: { place: place, part: part }
                            fields:
                              a: { crm: a, erp: a, owner: erp }
                              b: { crm: b, erp: b, on-conflict: { prefer: erp } }
                              c: { crm: c, erp: c, on-conflict: latest }
                              d: { crm: d, erp: d, on-conflict: max }
                              e: { crm: e, erp: e, on-conflict: min }
                              f: { crm: f, erp: f, on-conflict: sum }
                              g: { crm: g, erp: g, on-conflict: { version: d } }
                              h: { crm: h, erp: h, on-conflict: review }
                              i: i
                              j: { crm: j, erp: j, owner: crm, non-owner: keep }
                        """);

        List<EntityRules> rules = ConflictRules.compile(config);

        assertThat(rules).hasSize(1);
        EntityRules stock = rules.getFirst();
        assertThat(stock.entity()).isEqualTo("stock");
        assertThat(stock.keySize()).isEqualTo(2);
        assertThat(stock.columns().subList(2, stock.size()))
                .containsExactly(
                        new FieldRule.Owner(Side.B, null),
                        new FieldRule.Prefer(Side.B),
                        new FieldRule.Latest(),
                        new FieldRule.Max(),
                        new FieldRule.Min(),
                        new FieldRule.Sum(),
                        new FieldRule.Version(5),
                        new FieldRule.Review(),
                        new FieldRule.Prefer(Side.A),
                        new FieldRule.Owner(Side.A, null, true));
        assertThat(stock.presence()).isEqualTo(new PresenceRule.Prefer(Side.A));
    }

    @ParameterizedTest
    @CsvSource({
        "delete, Delete[]",
        "update, Update[]",
        "latest, Latest[]",
        "review, Review[]",
        "{ prefer: crm }, Prefer[side=A]",
        "{ prefer: erp }, Prefer[side=B]"
    })
    void presenceFollowsUpdateVsDelete(String said, String rule) throws IOException {
        DuetConfig config = config(one("on-conflict: latest") + "    update-vs-delete: " + said);

        assertThat(ConflictRules.compile(config).getFirst().presence()).hasToString(rule);
    }

    @Test
    void theSystemListedFirstIsA() throws IOException {
        String[] lines = SYSTEMS.split("\n");
        String text = lines[0] + "\n" + lines[2] + "\n" + lines[1] + "\n" + one("owner: crm");
        DuetConfig config = read(text);

        EntityRules rules = ConflictRules.compile(config).getFirst();

        assertThat(rules.isOwnedBy(1, Side.B)).isTrue();
        assertThat(rules.presence()).isEqualTo(new PresenceRule.Prefer(Side.A));
    }

    @ParameterizedTest
    @CsvSource({"true, true, null", "true, false, 0", "false, true, 0", "false, false, 0"})
    void anOwnedFieldBeginsAsZeroWhereNullIsRefused(boolean here, boolean there, String initial)
            throws IOException {
        DuetConfig config = config(one("owner: crm"));

        List<EntityRules> rules =
                ConflictRules.compile(
                        config,
                        List.of(shape(Kind.INTEGER, here)),
                        List.of(shape(Kind.DECIMAL, there)));

        assertThat(rules.getFirst().rule(1))
                .isInstanceOfSatisfying(
                        FieldRule.Owner.class,
                        owner -> assertThat(String.valueOf(owner.initial())).isEqualTo(initial));
    }

    @ParameterizedTest
    @CsvSource({
        "sum, INTEGER, DECIMAL",
        "max, DECIMAL, DECIMAL",
        "min, TEXT, UUID",
        "max, INSTANT, TIMESTAMP",
        "{ version: x }, DOUBLE, DOUBLE",
        "latest, JSON, JSON",
        "review, GEOMETRY, GEOMETRY",
        "{ prefer: crm }, BYTES, BYTES"
    })
    void aRuleThatFitsTheTypesIsTaken(String rule, Kind here, Kind there) throws IOException {
        DuetConfig config = config(one("on-conflict: " + rule));

        assertThat(
                        ConflictRules.compile(
                                config, List.of(shape(here, true)), List.of(shape(there, true))))
                .isEqualTo(ConflictRules.compile(config));
    }

    @ParameterizedTest
    @CsvSource({
        "sum, DOUBLE, DOUBLE",
        "sum, INTEGER, TEXT",
        "max, JSON, JSON",
        "min, ENUM, TEXT",
        "max, TEXT, ENUM",
        "{ version: x }, BYTES, BYTES"
    })
    void aRuleThatCouldDecideOtherwiseOnEachSideIsRefused(String rule, Kind here, Kind there)
            throws IOException {
        DuetConfig config = config(one("on-conflict: " + rule));

        assertThatThrownBy(
                        () ->
                                ConflictRules.compile(
                                        config,
                                        List.of(shape(here, true)),
                                        List.of(shape(there, true))))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("thing.x: '")
                .hasMessageContaining("mend: another on-conflict");
    }

    @Test
    void anOwnedFieldOfValuesBeginsWithTheFirst() throws IOException {
        DuetConfig config = config(one("owner: crm, values: { new: N, old: O }"));

        List<EntityRules> rules =
                ConflictRules.compile(
                        config, List.of(shape(Kind.TEXT, false)), List.of(shape(Kind.ENUM, false)));

        assertThat(rules.getFirst().rule(1)).isEqualTo(new FieldRule.Owner(Side.A, "new"));
    }

    @Test
    void aConvertedFieldIsComparedByItsOwnValues() throws IOException {
        DuetConfig config = config(one("on-conflict: max, values: { 1: a, 2: b }"));

        assertThat(
                        ConflictRules.compile(
                                config,
                                List.of(shape(Kind.INTEGER, true)),
                                List.of(shape(Kind.ENUM, true))))
                .isEqualTo(ConflictRules.compile(config));
    }

    @Test
    void theCoreIsToldWhatIsIgnored() throws IOException {
        DuetConfig config = config(one("ignore: true"));

        EntityRules rules = ConflictRules.compile(config).getFirst();

        assertThat(rules.isIgnored(1)).isTrue();
        assertThat(rules.isIgnored(0)).isFalse();
    }

    private static String one(String rule) {
        return "entities:\n  thing:\n    tables: { crm: thing, erp: thing }\n    key: { id: id }\n"
                + "    fields: { x: { crm: x, erp: x, "
                + rule
                + " } }\n";
    }

    private static Shape shape(Kind kind, boolean nullable) {
        return new Shape(
                "thing",
                new TableName("public", "thing"),
                List.of(
                        new Column("id", "bigint", Kind.INTEGER, false),
                        new Column("x", "any", kind, nullable)),
                1);
    }

    private DuetConfig config(String entities) throws IOException {
        return read(SYSTEMS + entities);
    }

    private DuetConfig read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("duet.yaml"), text);
        return switch (new ConfigReader().read(file)) {
            case ConfigResult.Valid valid -> valid.config();
            case ConfigResult.Invalid invalid ->
                    throw new AssertionError(
                            Stream.of(invalid.problems()).map(String::valueOf).toList());
        };
    }
}
