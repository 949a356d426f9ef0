package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duet.schemas.TableName;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class EntityConfigTest {

    @Test
    void tablesAndColumnsAreFoundBySystem() {
        EntityConfig customer = Configs.customer();

        assertThat(customer.table("crm")).hasToString("public.customer");
        assertThat(customer.key().getFirst().column("erp")).isEqualTo("account_number");
        assertThat(customer.allFields())
                .extracting(FieldConfig::name)
                .containsExactly("id", "name");
        assertThatIllegalArgumentException().isThrownBy(() -> customer.table("wms"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> customer.key().getFirst().column("wms"));
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityConfig("1st", Map.of(), key, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityConfig("a", Map.of(), List.of(), key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityConfig("a", Map.of(), key, key));
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldConfig("a-b", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new TableName("", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new TableName("a", ""));
    }
}
