package dev.duet.deploy.conflicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.apply.store.RecordedConflict;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.BitSet;

final class RestorationsTest {
    @Test
    void losersValueIsWrittenWhereItLost() {
        Conflict lost = Examples.alone("erp", Examples.inErp("erp", "latest"));

        assertThat(Examples.restorations(Examples.config()).favour(lost, "crm"))
                .isEqualTo(
                        new Restoration.SetField(
                                "crm", 1, Row.of(1L, 20L, null), Row.of(1L, 30L, null)));
    }

    @Test
    void ownersSideIsWrittenForTheOtherWouldBeReverted() {
        Conflict lost = Examples.alone("crm", Examples.inCrm("erp", "latest"));

        assertThat(Examples.restorations(Examples.config("owner: erp", "")).favour(lost, "crm"))
                .isEqualTo(
                        new Restoration.SetField(
                                "erp", 1, Row.of(1L, 20L, null), Row.of(1L, 30L, null)));
    }

    @Test
    void lostRecordIsInsertedWholeAndLostDeleteIsGuardedByTheRow() {
        Restorations restorations = Examples.restorations(Examples.config());
        BitSet fields = new BitSet();
        fields.set(1, 3);

        assertThat(restorations.favour(Examples.alone("erp", Examples.presence("erp")), "crm"))
                .isEqualTo(new Restoration.Insert("crm", Row.of(1L, 30L, 1L)));
        assertThat(restorations.favour(Examples.alone("erp", Examples.presence("crm")), "erp"))
                .isEqualTo(new Restoration.Delete("erp", Row.of(1L, 30L, 1L), fields));
    }

    @Test
    void whatTheLogLeftOutIsTakenFromTheRowBefore() {
        RecordedConflict entry = Examples.presence("erp");
        RecordedConflict partial =
                Examples.entry(
                        "crm",
                        null,
                        "erp",
                        "latest",
                        new RecordedConflict.Images(
                                entry.images().before(),
                                Examples.row("30", "\\u0000unchanged"),
                                null),
                        null,
                        100,
                        entry.target());

        assertThat(
                        Examples.restorations(Examples.config())
                                .favour(Examples.alone("erp", partial), "crm"))
                .isEqualTo(new Restoration.Insert("crm", Row.of(1L, 30L, 1L)));
    }

    @Test
    void recordThatDoesNotFitAnyMoreIsRefused() {
        Restorations restorations = Examples.restorations(Examples.config());
        RecordedConflict renamed =
                Examples.entry(
                        "crm",
                        "old_name",
                        "erp",
                        "latest",
                        Examples.inErp("erp", "latest").images(),
                        "30",
                        100,
                        new RecordedConflict.Met("20", "7", 200));
        RecordedConflict held =
                Examples.entry("crm", null, "crm", "first-listed", renamed.images(), null, 1, null);

        for (RecordedConflict entry : new RecordedConflict[] {renamed, held}) {
            assertThatThrownBy(() -> restorations.favour(Examples.alone("erp", entry), "crm"))
                    .isInstanceOfSatisfying(
                            CannotRestore.class, it -> assertThat(it.mend()).contains("by hand"));
        }
    }
}
