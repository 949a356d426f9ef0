package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;

/// What was written while Duet was down arrives whole, by itself and not by repair.
final class BacklogScenarioIT {
    private static Workbench workbench;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopBoth() {
        workbench.close();
    }

    @BeforeEach
    void renew() throws SQLException {
        workbench.renew();
    }

    /// The first and the last record are touched twice in one transaction, and so written as what
    /// comes of them; the one between as it came. Each refers to the one before.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatIsDecidedAndWhatComesAsItIsMayReferToEachOther(Shop source) throws SQLException {
        run(source, 0);
        long id = source.firstKey() + 10;

        twice(source, id, "NULL");
        workbench.execute(source, insert(id + 1, Long.toString(id)));
        twice(source, id + 2, Long.toString(id + 1));
        workbench.execute(source, insert(id + 3, Long.toString(id + 2)));
        run(source, 4);

        assertThat(new LogWitness(workbench).repairs(source.peer())).isEmpty();
    }

    private static void run(Shop source, int rows) throws SQLException {
        try (RunningSync _ =
                RunningSync.start(workbench, workbench.config(ConfigText.quick())).awaitRunning()) {
            workbench.awaitSentinels();
            workbench.await(
                    source.peer(),
                    "SELECT count(*) FROM {customer} WHERE {customer.name} = 'name'",
                    Integer.toString(rows));
        }
    }

    private static void twice(Shop source, long id, String referredBy) throws SQLException {
        workbench.execute(
                source,
                "BEGIN",
                insert(id, referredBy),
                "UPDATE {customer} SET visits = 5 WHERE {customer.id} = " + id,
                "COMMIT");
    }

    private static String insert(long id, String referredBy) {
        return "INSERT INTO {customer} VALUES (" + id + ", 'name', 0, 0, NULL, " + referredBy + ")";
    }
}
