package dev.duet.deploy.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.deploy.conflicts.Conflict.Located;
import dev.duet.deploy.conflicts.Conflict.State;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

final class PairingTest {
    private static final Located CRM = new Located("crm", Examples.inCrm("erp", "review"));
    private static final Located ERP = new Located("erp", Examples.inErp("erp", "review"));

    @Test
    void entriesOfBothSidesAreOneConflict() {
        List<Conflict> conflicts = Pairing.of(List.of(CRM), List.of(ERP), List.of());

        assertThat(conflicts)
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.ids()).containsExactly("crm:7", "erp:7");
                            assertThat(it.loser()).isEqualTo("crm");
                            assertThat(it.value("crm")).isEqualTo("30");
                            assertThat(it.value("erp")).isEqualTo("20");
                            assertThat(it.state()).isEqualTo(State.OPEN);
                        });
    }

    @Test
    void entriesThatDisagreeStayTwo() {
        Located other = new Located("erp", Examples.inErp("crm", "review"));

        assertThat(Pairing.of(List.of(CRM), List.of(other), List.of())).hasSize(2);
    }

    @Test
    void whatWasDoneAboutEitherEntryIsDone() {
        var action =
                new Action(
                        "erp",
                        7,
                        "resolved",
                        null,
                        "why",
                        "me",
                        Instant.parse("2026-11-28T11:00:00Z"));

        assertThat(Pairing.of(List.of(CRM), List.of(ERP), List.of(action)))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(State.RESOLVED));
        assertThat(Pairing.of(List.of(CRM), List.of(), List.of(action)))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(State.OPEN));
    }
}
