package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.HeldNotices.Held;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

class HeldNoticesTest {
    private static final Held RECORD =
            new Held(
                    "customer",
                    "id=4711",
                    "REVIEW",
                    "both sides changed it",
                    "duet conflicts list");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final HeldNotices notices =
            new HeldNotices(new Direction("crm", "erp", "crm"), () -> now);

    @Test
    void aRecordIsNamedWithTheReasonAndTheMend() {
        assertThat(notices.lines(List.of(RECORD)))
                .containsExactly(
                        "a record is held on both sides until somebody has decided, all others go"
                                + " on direction=crm→erp entity=customer key=id=4711 code=REVIEW"
                                + " reason=both sides changed it mend='duet conflicts list'");
    }

    @Test
    void ofABurstOnlyTheFirstAreNamed() {
        List<String> burst = notices.lines(Collections.nCopies(500, RECORD));
        assertThat(burst).hasSize(HeldNotices.MOST + 1);
        assertThat(burst.getLast()).startsWith("more records are held").contains("quarantine list");
        assertThat(notices.lines(List.of(RECORD))).isEmpty();

        now = now.plus(HeldNotices.WINDOW).plusSeconds(1);
        assertThat(notices.lines(List.of(RECORD))).hasSize(1).first().asString().contains("4711");
    }
}
