package dev.duet.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.LivePair;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// Every way to break a healthy pair gives its finding, and the finding's own SQL takes it away.
final class CheckIT {
    private static LivePair pair;

    @BeforeAll
    static void start() throws SQLException {
        pair = LivePair.start();
        pair.init();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    static Stream<Case> cases() {
        return Stream.concat(Cases.all().stream(), SchemaCases.all().stream());
    }

    @Test
    void aHealthyPairHasNothingToMend() throws SQLException {
        assertThat(pair.check())
                .extracting(finding -> finding.code().id())
                .containsOnly("SC006"); // a note on decimals
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findingComesAndItsMendTakesItAway(Case broken) throws SQLException {
        try {
            pair.execute(LivePair.CRM, broken.crm());
            pair.execute(LivePair.ERP, broken.erp());
            List<Finding> found = with(broken.code());
            assertThat(found).as("found").isNotEmpty();
            boolean mendable = found.stream().anyMatch(finding -> !finding.mend().sql().isEmpty());
            for (Finding finding : found) {
                pair.execute(finding.system(), finding.mend().sql());
            }
            if (mendable) {
                assertThat(with(broken.code())).as("left after the mend").isEmpty();
            }
        } finally {
            pair.execute(LivePair.CRM, broken.undoCrm());
            pair.execute(LivePair.ERP, broken.undoErp());
            if (broken.beginAgain()) {
                beginAgain();
            }
            pair.init();
        }
        assertThat(serious()).as("left after the way back").isEmpty();
    }

    private static void beginAgain() throws SQLException {
        pair.execute(
                LivePair.CRM,
                List.of(
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                                + " slot_name = 'duet'",
                        "DELETE FROM duet.checkpoint"));
        pair.execute(LivePair.ERP, List.of("DELETE FROM duet.checkpoint"));
    }

    private static List<Finding> with(FindingCode code) throws SQLException {
        return pair.check().stream().filter(finding -> finding.code() == code).toList();
    }

    private static List<Finding> serious() throws SQLException {
        return pair.check().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
    }
}
