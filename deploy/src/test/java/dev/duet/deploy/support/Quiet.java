package dev.duet.deploy.support;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Waits until both logs hold heartbeats and nothing else: all that was to be applied or repaired
/// has been. Stateless.
public final class Quiet {
    private static final int HEARTBEATS = 3;
    private static final int ROUNDS_MAX = 40;

    private Quiet() {}

    /// With clients at rest and Duet running.
    public static void await(Workbench workbench, LogWitness witness) throws SQLException {
        workbench.awaitSentinels();
        List<Logged> loud = List.of();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Map<Shop, Integer> before = new EnumMap<>(Shop.class);
            for (Shop shop : Shop.values()) {
                before.put(shop, witness.transactions(shop).size());
            }
            for (Shop shop : Shop.values()) {
                awaitHeartbeats(workbench, shop);
            }
            Shop noisy = null;
            for (Shop shop : Shop.values()) {
                List<Logged> all = witness.transactions(shop);
                List<Logged> later =
                        all.subList(before.get(shop), all.size()).stream()
                                .filter(each -> !each.isOurs() || each.rows() > 0)
                                .toList();
                if (!later.isEmpty()) {
                    noisy = shop;
                    loud = later;
                }
            }
            if (noisy == null) {
                return;
            }
        }
        throw new AssertionError("the logs do not go quiet, such as " + loud.getFirst());
    }

    private static void awaitHeartbeats(Workbench workbench, Shop shop) throws SQLException {
        String counter = "SELECT counter FROM duet.checkpoint";
        long wanted = Long.parseLong(workbench.one(shop, counter)) + HEARTBEATS;
        Await.until(
                "heartbeats into " + shop,
                Workbench.LIMIT,
                () -> Long.parseLong(workbench.one(shop, counter)) >= wanted);
    }
}
