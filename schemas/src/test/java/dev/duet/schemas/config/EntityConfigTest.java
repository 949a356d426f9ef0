package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duet.schemas.TableName;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class EntityConfigTest {

    @Test
    void tablesAndColumnsAreFoundBySystem() {
        EntityConfig customer = Configs.customer();

        assertThat(customer.table("crm")).hasToString("public.customer");
        assertThat(customer.key().getFirst().column("erp")).contains("account_number");
        assertThat(customer.allFields())
                .extracting(FieldConfig::name)
                .containsExactly("id", "name");
        assertThatIllegalArgumentException().isThrownBy(() -> customer.table("wms"));
        assertThat(customer.key().getFirst().column("wms")).isEmpty();
    }

    @Test
    void mapsKeepTheirOrderAndAreCopied() {
        Map<String, String> columns = new LinkedHashMap<>();
        List.of("z", "y", "x", "w", "v").forEach(system -> columns.put(system, "c"));
        FieldConfig field = new FieldConfig("a", columns);
        columns.clear();

        assertThat(field.columns().keySet()).containsExactly("z", "y", "x", "w", "v");
    }

    @Test
    void badNamesAndEmptyKeysAreRefused() {
        List<FieldConfig> key = List.of(Configs.field("id", "id", "id"));
        assertThatIllegalArgumentException().isThrownBy(() -> entity("1st", key, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> entity("a", List.of(), key));
        assertThatIllegalArgumentException().isThrownBy(() -> entity("a", key, key));
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldConfig("a-b", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new TableName("", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new TableName("a", ""));
    }

    @Test
    void everyFieldOutsideTheKeyHasOneRule() {
        EntityConfig customer = Configs.customer();

        assertThat(customer.conflicts().rule(customer.fields().getFirst()))
                .isEqualTo(new ConflictRule.Prefer("crm"));
        assertThat(customer.conflicts().updateVsDelete())
                .isEqualTo(new UpdateVsDelete.Prefer("crm"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> customer.conflicts().rule(customer.key().getFirst()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new EntityConfig(
                                        "a",
                                        Map.of(),
                                        customer.key(),
                                        customer.fields(),
                                        ConflictPolicy.standard("crm", customer.allFields())));
    }

    @Test
    void aVersionIsAFieldOutsideTheKey() {
        EntityConfig customer = Configs.customer();
        UpdateVsDelete latest = new UpdateVsDelete.Latest();

        assertThat(Configs.ruled(customer, new ConflictRule.Version("name"), latest).conflicts())
                .isNotNull();
        for (String wrong : List.of("id", "nowhere")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Configs.ruled(customer, new ConflictRule.Version(wrong), latest));
        }
    }

    @Test
    void aRuleIsSpeltAsInTheFile() {
        assertThat(
                        Stream.of(
                                        new ConflictRule.Owner("crm"),
                                        new ConflictRule.Prefer("crm"),
                                        new ConflictRule.Latest(),
                                        new ConflictRule.Max(),
                                        new ConflictRule.Min(),
                                        new ConflictRule.Sum(),
                                        new ConflictRule.Version("changed"),
                                        new ConflictRule.Review())
                                .map(ConflictRule::text))
                .containsExactly(
                        "owner: crm",
                        "prefer: crm",
                        "latest",
                        "max",
                        "min",
                        "sum",
                        "version: changed",
                        "review");
        assertThat(
                        Stream.of(
                                        new UpdateVsDelete.Delete(),
                                        new UpdateVsDelete.Update(),
                                        new UpdateVsDelete.Latest(),
                                        new UpdateVsDelete.Prefer("erp"),
                                        new UpdateVsDelete.Review())
                                .map(UpdateVsDelete::text))
                .containsExactly("delete", "update", "latest", "prefer: erp", "review");
    }

    private static EntityConfig entity(
            String name, List<FieldConfig> key, List<FieldConfig> fields) {
        return new EntityConfig(
                name, Map.of(), key, fields, ConflictPolicy.standard("crm", fields));
    }
}
