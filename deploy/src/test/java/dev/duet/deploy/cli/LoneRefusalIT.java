package dev.duet.deploy.cli;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/// A change that cannot be mapped is held also when nothing else is in its transaction.
final class LoneRefusalIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String HELD = "SELECT count(*) FROM duet.quarantine WHERE status = 'held'";

    @TempDir private static Path folder;

    @Test
    void aRefusedChangeIsHeldWhenTheNextComesAfterAHeartbeat() throws Exception {
        try (CliBench bench = new CliBench(folder);
                DuetProcess run = bench.run()) {
            String before = bench.askErp("SELECT position FROM duet.checkpoint");
            bench.crm("INSERT INTO customer VALUES (1, 'A name too long', NULL)");
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(
                            () ->
                                    !bench.askErp("SELECT position FROM duet.checkpoint")
                                            .equals(before));
            bench.crm("INSERT INTO customer VALUES (2, 'short', NULL)");
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> bench.askErp("SELECT count(*) FROM client").equals("1"));
            Awaitility.await().atMost(LIMIT).until(() -> bench.askErp(HELD).equals("1"));
            run.endsCleanlyOn("TERM");
        }
    }
}
