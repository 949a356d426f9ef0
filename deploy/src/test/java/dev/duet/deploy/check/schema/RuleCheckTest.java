package dev.duet.deploy.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.check.Finding;
import dev.duet.deploy.check.Findings;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.Table.UniqueKey;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.UpdateVsDelete;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/// One table `thing` with a field `x` under test and a field `v` for versions.
final class RuleCheckTest {
    private static final ConflictRule LATEST = new ConflictRule.Latest();
    private static final ConflictRule MAX = new ConflictRule.Max();
    private static final ConflictRule SUM = new ConflictRule.Sum();
    private static final ConflictRule VERSION = new ConflictRule.Version("v");
    private static final ConflictRule OWNER = new ConflictRule.Owner("crm");

    @ParameterizedTest
    @CsvSource({
        "integer, int, ''",
        "'numeric(10,2)', 'decimal(10,2)', ''",
        "bigint, bigint unsigned, ''",
        "double precision, double, 'SC022 crm, SC022 erp'",
        "integer, varchar(10), SC022 erp",
        "text, int, SC022 crm"
    })
    void aSumNeedsExactNumbers(String postgres, String mysql, String found) {
        assertFound(found, SUM, LATEST, column("x", postgres, false), column("x", mysql, false));
    }

    @Test
    void aCounterShouldNotTakeNull() {
        List<Finding> findings =
                findings(
                        SUM, LATEST, column("x", "integer", true), column("x", "int", true), false);

        assertThat(findings)
                .extracting(finding -> finding.mend().sql().getFirst())
                .containsExactly(
                        "ALTER TABLE \"public\".\"thing\" ALTER COLUMN \"x\" SET NOT NULL",
                        "ALTER TABLE `erp`.`thing` MODIFY COLUMN `x` int NOT NULL");
        assertThat(findings).allMatch(finding -> finding.code() == SchemaCode.SUM_NULLABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "integer, int, ''",
        "timestamp with time zone, timestamp(6), ''",
        "date, date, ''",
        "boolean, tinyint(1), ''",
        "text, longtext, 'SC025 crm, SC025 erp'",
        "uuid, char(36), 'SC025 crm, SC025 erp'",
        "jsonb, json, 'SC024 crm, SC024 erp'",
        "bytea, longblob, 'SC024 crm, SC024 erp'",
        "text, 'enum(''a'',''b'')', 'SC024 erp, SC025 crm'"
    })
    void maxNeedsAnOrder(String postgres, String mysql, String found) {
        assertFound(found, MAX, LATEST, column("x", postgres, true), column("x", mysql, true));
        assertFound(
                found,
                new ConflictRule.Min(),
                LATEST,
                column("x", postgres, true),
                column("x", mysql, true));
    }

    @Test
    void aVersionIsComparedByItsOwnColumn() {
        TableColumn here = column("x", "jsonb", true);
        TableColumn there = column("x", "json", true);

        assertFound("", VERSION, MAX, here, there);
        assertFound("", VERSION, VERSION, here, there);
        assertFound("SC026 crm", VERSION, LATEST, here, there);
        assertFound("SC026 crm", VERSION, OWNER, here, there);
        assertFound("SC024 crm, SC024 erp", new ConflictRule.Version("x"), LATEST, here, there);
    }

    @ParameterizedTest
    @CsvSource({
        "integer, int, false, ''",
        "integer, int, true, ''",
        "text, 'enum(''a'')', true, ''",
        "text, 'enum(''a'')', false, SC027 erp"
    })
    void anOwnedColumnNeedsAValueToBeginWith(
            String postgres, String mysql, boolean nullable, String found) {
        assertFound(
                found,
                OWNER,
                LATEST,
                column("x", postgres, nullable),
                column("x", mysql, nullable));
    }

    @Test
    void ownedColumnsThatBeginAlikeAreNotUnique() {
        TableColumn here = column("x", "integer", false);
        TableColumn there = column("x", "int", false);

        assertThat(findings(OWNER, LATEST, here, there, true))
                .extracting(RuleCheckTest::text)
                .containsExactly("SC028 crm", "SC028 erp");
        assertThat(findings(LATEST, LATEST, here, there, true)).isEmpty();
        assertThat(
                        findings(
                                OWNER,
                                LATEST,
                                column("x", "integer", true),
                                column("x", "int", true),
                                true))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"jsonb, json", "bytea, longblob", "point, point", "text, longtext"})
    void otherRulesTakeAnyType(String postgres, String mysql) {
        for (ConflictRule rule :
                List.of(LATEST, new ConflictRule.Prefer("erp"), new ConflictRule.Review())) {
            assertFound("", rule, LATEST, column("x", postgres, true), column("x", mysql, true));
        }
    }

    @Test
    void aMissingColumnIsNotSaidTwice() {
        assertFound("", SUM, LATEST, column("y", "text", true), column("y", "text", true));
    }

    private static void assertFound(
            String found, ConflictRule x, ConflictRule v, TableColumn postgres, TableColumn mysql) {
        assertThat(
                        String.join(
                                ", ",
                                findings(x, v, postgres, mysql, false).stream()
                                        .map(RuleCheckTest::text)
                                        .toList()))
                .isEqualTo(found);
    }

    private static String text(Finding finding) {
        return finding.code().id() + " " + finding.system();
    }

    private static List<Finding> findings(
            ConflictRule x,
            ConflictRule v,
            TableColumn postgres,
            TableColumn mysql,
            boolean unique) {
        List<FieldConfig> fields = List.of(field("x"), field("v"));
        EntityConfig entity =
                new EntityConfig(
                        "thing",
                        Map.of(
                                "crm", new TableName("public", "thing"),
                                "erp", new TableName("erp", "thing")),
                        List.of(field("id")),
                        fields,
                        new ConflictPolicy(Map.of("x", x, "v", v), new UpdateVsDelete.Update()));
        var findings = new Findings();
        RuleCheck.run(
                new EntityTables(
                        side("crm", DatabaseKind.POSTGRES, entity, postgres, unique),
                        side("erp", DatabaseKind.MYSQL, entity, mysql, unique),
                        "crm"),
                findings);
        return findings.sorted();
    }

    private static SideTable side(
            String system,
            DatabaseKind kind,
            EntityConfig entity,
            TableColumn column,
            boolean unique) {
        return SideTable.of(
                system,
                kind,
                entity,
                new Table(
                        entity.table(system),
                        List.of(
                                column("id", "bigint", false),
                                column,
                                column("v", "bigint", false)),
                        List.of("id"),
                        unique
                                ? List.of(new UniqueKey("one", List.of("x"), false, false))
                                : List.of(),
                        List.of(),
                        List.of()));
    }

    private static FieldConfig field(String name) {
        return new FieldConfig(name, Map.of("crm", name, "erp", name));
    }

    private static TableColumn column(String name, String type, boolean nullable) {
        return new TableColumn(name, type, nullable, null, false, false, false, null);
    }
}
