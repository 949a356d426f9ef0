package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class ResumePositionsTest {
    private static final Anchor STORED = new Anchor(new Lsn(10), 1, null);

    private final ResumePositions resumes =
            new ResumePositions(Map.of("crm", STORED, "erp", STORED));

    @Test
    void aPositionIsSafeOnlyWhenItsMarkerHasComeBack() {
        resumes.applied(origin(20));
        resumes.applied(origin(30));

        assertThat(resumes.safe("crm")).isEqualTo(STORED);

        resumes.returned(marker(20));

        assertThat(resumes.safe("crm").position()).isEqualTo(new Lsn(20));
        assertThat(resumes.safe("crm").clock()).as("with its own clock").isEqualTo(120);
        assertThat(resumes.safe("erp")).as("the other log is another matter").isEqualTo(STORED);
    }

    @Test
    void theLogIsAcknowledgedOnlyUpToWhatWasCommitted() {
        resumes.applied(origin(20));
        resumes.returned(marker(20));

        assertThat(resumes.durable("crm")).isEqualTo(STORED);

        resumes.committed("crm", resumes.safe("crm"));

        assertThat(resumes.durable("crm").position()).isEqualTo(new Lsn(20));
    }

    @Test
    void whatWasAcknowledgedNeverMovesBack() {
        resumes.committed("crm", new Anchor(new Lsn(50), 1, null));
        resumes.committed("crm", new Anchor(new Lsn(40), 1, null));

        assertThat(resumes.durable("crm").position()).isEqualTo(new Lsn(50));
    }

    @Test
    void aMarkerOfAnEarlierRunMovesNothing() {
        resumes.returned(marker(15));

        assertThat(resumes.safe("crm")).isEqualTo(STORED);
    }

    /// While the other reader is stopped no marker returns; what is remembered stays bounded, and
    /// the last is kept.
    @Test
    void memoryIsBoundedWhileNoMarkerReturns() {
        for (long position = 11; position <= 1_000_011; position++) {
            resumes.applied(origin(position));
        }

        resumes.returned(marker(1_000_011));

        assertThat(resumes.safe("crm").position()).isEqualTo(new Lsn(1_000_011));
        assertThat(resumes.awaited("crm")).isLessThan(10_000);
    }

    private static Origin origin(long position) {
        return new Origin(
                "crm", new Lsn(position), "t" + position, Instant.EPOCH, 100 + position, null);
    }

    private static Checkpoint marker(long position) {
        return new Checkpoint(
                "crm", new Lsn(position), 1, 1, STORED, STORED, new Lsn(1), new Lsn(1), "nonce", 1);
    }
}
