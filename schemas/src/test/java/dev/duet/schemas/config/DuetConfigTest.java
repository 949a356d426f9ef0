package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duet.schemas.TableName;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DuetConfigTest {

    @Test
    void systemsAreFoundByNameOrderAndKind() {
        DuetConfig config = Configs.duet(Configs.customer());

        assertThat(config.first()).isEqualTo(Configs.CRM);
        assertThat(config.second()).isEqualTo(Configs.ERP);
        assertThat(config.system("erp")).isEqualTo(Configs.ERP);
        assertThat(config.peerOf("erp")).isEqualTo(Configs.CRM);
        assertThat(config.peerOf("crm")).isEqualTo(Configs.ERP);
        assertThat(config.postgres()).isEqualTo(Configs.CRM);
        assertThat(config.mysql()).isEqualTo(Configs.ERP);
        assertThat(config.entity("customer")).isEqualTo(Configs.customer());
        assertThatIllegalArgumentException().isThrownBy(() -> config.system("wms"));
        assertThatIllegalArgumentException().isThrownBy(() -> config.peerOf("wms"));
        assertThatIllegalArgumentException().isThrownBy(() -> config.entity("order"));
    }

    @Test
    void itHasTwoSystemsOfBothKinds() {
        assertRefused(List.of(Configs.CRM), List.of(Configs.customer()));
        assertRefused(List.of(Configs.CRM, Configs.CRM), List.of(Configs.customer()));
        SystemConfig other =
                Configs.system("erp", Configs.CRM.address(), new LogSource.Postgres("a", "b"));
        assertRefused(List.of(Configs.CRM, other), List.of(Configs.customer()));
        SystemConfig sameName = Configs.system("crm", Configs.ERP.address(), Configs.ERP.log());
        assertRefused(List.of(Configs.CRM, sameName), List.of(Configs.customer()));
    }

    @Test
    void entitiesDoNotShareNamesOrTables() {
        EntityConfig customer = Configs.customer();
        assertRefused(List.of(Configs.CRM, Configs.ERP), List.of());
        assertRefused(List.of(Configs.CRM, Configs.ERP), List.of(customer, customer));
        EntityConfig sameTable = Configs.entity("client", "customer", List.of());
        assertRefused(List.of(Configs.CRM, Configs.ERP), List.of(customer, sameTable));
        EntityConfig ofDuet =
                new EntityConfig(
                        "own",
                        Map.of("crm", new TableName("duet", "t"), "erp", new TableName("erp", "t")),
                        customer.key(),
                        List.of(),
                        ConflictPolicy.standard("crm", List.of()));
        assertRefused(List.of(Configs.CRM, Configs.ERP), List.of(ofDuet));
    }

    @Test
    void aPartHasTheTableOfItsWholeInOneSystem() {
        EntityConfig whole = Configs.customer();
        EntityConfig contact = part("contact", "customer", "client_contact", "customer");

        DuetConfig config = Configs.duet(whole, contact);

        assertThat(config.wholeOf(contact)).contains(whole);
        assertThat(config.sharedBy(contact)).contains(Configs.CRM);
        assertThat(config.sharedBy(whole)).isEmpty();
        assertThat(config.tables("crm")).containsOnlyKeys(new TableName("public", "customer"));
        assertThat(config.tables("erp")).hasSize(2);
        assertThat(config.mappedColumns("crm", new TableName("public", "customer")))
                .containsExactly("customer_id", "full_name", "email");
        List<SystemConfig> systems = List.of(Configs.CRM, Configs.ERP);
        assertRefused(systems, List.of(contact, whole));
        assertRefused(systems, List.of(whole, part("contact", "contact", "contact", "customer")));
        assertRefused(systems, List.of(whole, part("contact", "customer", "customer", "customer")));
        assertRefused(systems, List.of(whole, contact, part("fax", "customer", "fax", "contact")));
    }

    private static EntityConfig part(String name, String crm, String erp, String of) {
        List<FieldConfig> fields = List.of(Configs.field("email", "email", "email"));
        return new EntityConfig(
                name,
                Map.of("crm", new TableName("public", crm), "erp", new TableName("erp", erp)),
                Configs.customer().key(),
                fields,
                ConflictPolicy.standard("crm", fields),
                Map.of(),
                RowFilter.ALL,
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                Optional.of(of));
    }

    @Test
    void fieldsDoNotShareColumns() {
        assertFieldsRefused(Configs.field("number", "customer_id", "nr"));
        assertFieldsRefused(Configs.field("a", "a", "x"), Configs.field("b", "b", "X"));
        assertFieldsRefused(Configs.field("a", "\"a\"", "x"));
        assertFieldsRefused(new FieldConfig("a", Map.of("crm", "a")));
        assertFieldsRefused(new FieldConfig("a", Map.of("crm", "a", "erp", "b", "wms", "c")));

        DuetConfig twoCases =
                Configs.duet(
                        Configs.entity(
                                "customer",
                                "customer",
                                List.of(
                                        Configs.field("a", "a", "x"),
                                        Configs.field("b", "A", "y"))));
        assertThat(twoCases.entities()).hasSize(1);
    }

    @Test
    void rulesNameSystemsThatAreThere() {
        EntityConfig customer = Configs.customer();
        ConflictRule latest = new ConflictRule.Latest();
        assertRulesRefused(customer, new ConflictRule.Owner("wms"), new UpdateVsDelete.Latest());
        assertRulesRefused(customer, new ConflictRule.Prefer("wms"), new UpdateVsDelete.Latest());
        assertRulesRefused(customer, latest, new UpdateVsDelete.Prefer("wms"));

        EntityConfig right =
                Configs.ruled(
                        customer, new ConflictRule.Owner("erp"), new UpdateVsDelete.Prefer("crm"));
        assertThat(Configs.duet(right).entities()).containsExactly(right);
    }

    @Test
    void listsAreCopied() {
        List<EntityConfig> entities = new ArrayList<>(List.of(Configs.customer()));
        DuetConfig config =
                new DuetConfig(List.of(Configs.CRM, Configs.ERP), entities, Configs.SETTINGS);
        entities.clear();

        assertThat(config.entities()).hasSize(1);
    }

    private static void assertRulesRefused(
            EntityConfig entity, ConflictRule name, UpdateVsDelete updateVsDelete) {
        assertRefused(
                List.of(Configs.CRM, Configs.ERP),
                List.of(Configs.ruled(entity, name, updateVsDelete)));
    }

    private static void assertFieldsRefused(FieldConfig... fields) {
        EntityConfig entity = Configs.entity("customer", "customer", List.of(fields));
        assertRefused(List.of(Configs.CRM, Configs.ERP), List.of(entity));
    }

    private static void assertRefused(List<SystemConfig> systems, List<EntityConfig> entities) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DuetConfig(systems, entities, Configs.SETTINGS));
    }
}
