package dev.duet.deploy.storm;

import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/// Several clients on each side, who change the same records. One thread.
final class StormClients implements AutoCloseable {
    private static final int CLIENTS = 2;
    private static final long PAUSE_MILLIS = 15;

    private final List<StormClient> clients = new ArrayList<>();

    StormClients(Workbench workbench, long seed) throws SQLException {
        this(workbench, seed, CLIENTS, PAUSE_MILLIS, StormChanges::new);
    }

    /// @param each so many on each side
    /// @param pauseMillis between two transactions of one, on average
    StormClients(
            Workbench workbench,
            long seed,
            int each,
            long pauseMillis,
            BiFunction<String, Random, StormClient.Changes> changes)
            throws SQLException {
        for (Shop shop : Shop.values()) {
            for (int number = 1; number <= each; number++) {
                clients.add(new StormClient(workbench, shop, number, seed, pauseMillis, changes));
            }
        }
    }

    /// Waits until each has committed so many transactions more.
    void awaitCommits(int transactions) {
        clients.forEach(client -> client.awaitMore(transactions));
    }

    void rest() {
        clients.forEach(StormClient::rest);
    }

    int committed() {
        return clients.stream().mapToInt(StormClient::committed).sum();
    }

    @Override
    public void close() throws SQLException {
        for (StormClient client : clients) {
            client.close();
        }
    }
}
