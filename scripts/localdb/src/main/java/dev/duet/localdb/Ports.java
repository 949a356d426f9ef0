package dev.duet.localdb;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Free loopback ports. Shared; a port is given out once in the life of this JVM.
///
/// They lie below the range from which systems take the ports of outgoing connections (32768 and up
/// on Linux, 49152 elsewhere), so that a server that was stopped finds its port still free when it
/// comes back.
final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    static int pick() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new CannotStartDatabase(
                "no free loopback port found between " + LOWEST + " and " + HIGHEST);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(
                    true); // as the servers do: closed connections in TIME_WAIT do not matter
            socket.bind(new InetSocketAddress(ServerAddress.LOOPBACK, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
