package dev.duet.deploy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.NonOwner;

import org.junit.jupiter.api.Test;

import java.util.Map;

final class FieldWordsTest {
    @Test
    void whatTheNonOwnerMayKeepIsSaid() {
        FieldWords words = words(new ConflictRule.Owner("crm", NonOwner.KEEP));

        assertThat(words.decides().words())
                .isEqualTo("crm decides; what erp writes there stays in erp until crm writes it");
        assertThat(words.part("erp").words()).isEqualTo("gets a copy, may keep its own");
        assertThat(words.spelled().words()).isEqualTo("owner: crm, non-owner: keep");
    }

    @Test
    void anOwnerPutsBackUnlessTheFileSaysMore() {
        FieldWords words = words(new ConflictRule.Owner("erp"));

        assertThat(words.decides().words())
                .isEqualTo("erp decides; what crm writes there is put back");
        assertThat(words.part("crm").words()).isEqualTo("gets a copy");
        assertThat(words.part("erp").words()).isEqualTo("decides");
    }

    private static FieldWords words(ConflictRule rule) {
        Map<String, String> columns = Map.of("crm", "name", "erp", "name");
        return new FieldWords(
                "crm", "erp", new FieldConfig("name", columns, FieldForm.PLAIN), rule);
    }
}
