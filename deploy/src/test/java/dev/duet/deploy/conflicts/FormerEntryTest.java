package dev.duet.deploy.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.store.RecordedConflict;

import org.junit.jupiter.api.Test;

/// Entries from before canonical records name fields by the column of the system listed first.
final class FormerEntryTest {
    private static final Legend LEGEND = new Legend(Examples.config());

    @Test
    void aFormerEntryIsReadAsACurrentOne() {
        RecordedConflict former =
                Examples.inErp("erp", "version: x").named(FormerEntryTest::former);

        RecordedConflict current = LEGEND.current(former);

        assertThat(former.images().before()).contains("\"c_x\"");
        assertThat(current.field()).isEqualTo("x");
        assertThat(current.rule()).isEqualTo("version: x");
        assertThat(current.images().before()).isEqualTo(Examples.row("10", "1"));
        assertThat(current.images().existing()).isEqualTo(Examples.row("20", "2"));
    }

    @Test
    void aCurrentEntryStaysAsItIs() {
        RecordedConflict entry = Examples.inErp("erp", "latest");

        assertThat(LEGEND.current(entry)).isSameAs(entry);
    }

    @Test
    void aFieldIsLookedForUnderBothNames() {
        assertThat(LEGEND.columns("thing", "x")).containsExactly("x", "c_x");
        assertThat(LEGEND.columns(null, "c_x")).containsExactly("c_x", "x");
    }

    private static String former(String field) {
        return field.equals("x") ? "c_x" : field;
    }
}
