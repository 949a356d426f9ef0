package dev.duet.deploy.storm;

import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Several clients on each side, who change the same records. One thread.
final class StormClients implements AutoCloseable {
    private static final int CLIENTS = 2;
    private static final long PAUSE_MILLIS = 15;

    private final List<StormClient> clients = new ArrayList<>();

    StormClients(Workbench workbench, long seed) throws SQLException {
        for (Shop shop : Shop.values()) {
            for (int number = 1; number <= CLIENTS; number++) {
                clients.add(new StormClient(workbench, shop, number, seed, PAUSE_MILLIS));
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
