package dev.duet.deploy.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.check.Finding;
import dev.duet.deploy.check.Findings;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.UpdateVsDelete;
import dev.duet.schemas.config.ValidationRule;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A field `owed` on both sides, and a label in erp that is derived from it.
final class DerivedCheckTest {
    @Test
    void anExpressionThatFitsItsColumnsIsNoFinding() {
        assertThat(findings("string(owed) + '!'", "varchar(40)")).isEmpty();
        assertThat(findings("owed * 2", "decimal(12,2)")).isEmpty();
    }

    @Test
    void anExpressionThatDoesNotIsNamedWithItsPlaceAndItsMend() {
        assertThat(findings("owed * 2", "varchar(40)"))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.code()).isEqualTo(SchemaCode.DERIVE_REFUSED);
                            assertThat(finding.system()).isEqualTo("erp");
                            assertThat(finding.toString())
                                    .contains(
                                            "erp.thing.label",
                                            "duet.yaml:14:30: field label: its result is a decimal,"
                                                    + " and column label is varchar(40)",
                                            "Convert it, such as string(owed).");
                        });
        assertThat(findings("size(owed) > 1", "int"))
                .singleElement()
                .asString()
                .contains("'size' cannot be asked of (decimal)");
    }

    @Test
    void aRuleForRecordsThatDoesNotFitIsNamedToo() {
        ValidationRule right = rule("owed >= 0");
        ValidationRule wrong = rule("size(owed) > 0");

        assertThat(findings("owed * 2", "decimal(12,2)", List.of(right))).isEmpty();
        assertThat(findings("owed * 2", "decimal(12,2)", List.of(right, wrong)))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.code()).isEqualTo(SchemaCode.VALIDATION_REFUSED);
                            assertThat(finding.system()).isEqualTo("crm");
                            assertThat(finding.toString())
                                    .contains(
                                            "public.thing",
                                            "duet.yaml:20:9: rule owed: 'size' cannot be asked of"
                                                    + " (decimal)",
                                            "Convert one of them");
                        });
    }

    private static ValidationRule rule(String test) {
        return new ValidationRule(
                "owed",
                new Expression(test, "duet.yaml:20:9"),
                "as it is",
                new ValidationRule.Quarantine());
    }

    private static List<Finding> findings(String derive, String type) {
        return findings(derive, type, List.of());
    }

    private static List<Finding> findings(String derive, String type, List<ValidationRule> rules) {
        List<FieldConfig> fields = List.of(field("owed"));
        EntityConfig entity =
                new EntityConfig(
                        "thing",
                        Map.of(
                                "crm", new TableName("public", "thing"),
                                "erp", new TableName("erp", "thing")),
                        List.of(field("id")),
                        fields,
                        new ConflictPolicy(
                                Map.of("owed", new ConflictRule.Latest()),
                                new UpdateVsDelete.Update()),
                        Map.of(),
                        RowFilter.ALL,
                        Map.of(),
                        List.of(
                                new DerivedConfig(
                                        "label",
                                        "erp",
                                        "label",
                                        new Expression(derive, "duet.yaml:14:30"),
                                        Map.of())),
                        rules,
                        Map.of(),
                        Optional.empty());
        var findings = new Findings();
        var tables =
                new EntityTables(
                        side("crm", DatabaseKind.POSTGRES, entity, "numeric(10,2)", type),
                        side("erp", DatabaseKind.MYSQL, entity, "decimal(10,2)", type),
                        "crm");
        DerivedCheck.run(tables, findings);
        ValidationCheck.run(tables, findings);
        return findings.sorted();
    }

    private static FieldConfig field(String name) {
        return new FieldConfig(name, Map.of("crm", name, "erp", name));
    }

    private static SideTable side(
            String system, DatabaseKind kind, EntityConfig entity, String owed, String label) {
        return SideTable.of(
                system,
                kind,
                entity,
                new Table(
                        entity.table(system),
                        List.of(
                                column("id", "bigint"),
                                column("owed", owed),
                                column("label", label)),
                        List.of("id"),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private static TableColumn column(String name, String type) {
        return new TableColumn(name, type, true, null, false, false, false, null);
    }
}
