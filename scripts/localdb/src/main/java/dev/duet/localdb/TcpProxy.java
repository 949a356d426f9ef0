package dev.duet.localdb;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/// A faulty network in front of a server: listens on a free loopback port and forwards to it, as
/// well as it is told to.
///
/// Shared: a test may change the network while others use it. Virtual threads do the work; [#close]
/// returns when all have ended. What is to be seen on the way must not be encrypted: connect with
/// TLS off where a [CutPoint] is set.
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final int port = Ports.pick();
    private final NetworkConditions conditions = new NetworkConditions();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    /// Null while new connections are refused. Guarded by this.
    private @Nullable Listener listener;

    /// What listens, and the thread that takes its clients.
    private record Listener(ServerSocket socket, CompletableFuture<Void> accepting) {}

    private TcpProxy(InetSocketAddress target) {
        this.target = target;
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("tcp-proxy-" + port + "-", 0).factory());
    }

    /// Starts a proxy in front of a server.
    public static TcpProxy to(LocalServer server) {
        return to(server.host(), server.port());
    }

    public static TcpProxy to(String host, int port) {
        var proxy = new TcpProxy(new InetSocketAddress(host, port));
        proxy.listen();
        return proxy;
    }

    public String host() {
        return ServerAddress.LOOPBACK;
    }

    /// The same through every cut and restore.
    public int port() {
        return port;
    }

    public int openConnections() {
        return connections.size();
    }

    /// Resets all connections and refuses new ones until [#restore].
    public synchronized void cut() {
        refuse();
        resetConnections();
    }

    /// Resets all connections; new ones are welcome.
    public void resetConnections() {
        connections.forEach(ProxyConnection::reset);
    }

    /// Nothing moves in either direction until [#restore], and nobody is told: connections stay
    /// open, new ones are accepted.
    public void blackhole() {
        conditions.stall();
    }

    /// Ends [#cut] and [#blackhole]; latency, bandwidth and cut points stay.
    public synchronized void restore() {
        conditions.flow();
        listen();
    }

    /// Delays all bytes by this much each way; a round trip takes twice as long.
    public void latency(Duration oneWay) {
        conditions.latency(oneWay);
    }

    /// Limits each direction of each connection to so many bytes a second; 0 for no limit.
    public void bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "bytesPerSecond: " + bytesPerSecond + " is negative");
        }
        conditions.bandwidth(bytesPerSecond);
    }

    /// The lost reply: so many times, when a client sends this text (whole words in any case, such
    /// as `COMMIT`), the server gets it and answers, the answer is dropped, and then that client's
    /// connection is reset.
    public CutPoint cutAfterReplyTo(String text, int times) {
        return set(CutPoint.atText(CutPoint.Moment.AFTER_REPLY, text, times));
    }

    /// As [#cutAfterReplyTo(String, int)], at a chunk of the client's bytes as it happens to be
    /// read.
    public CutPoint cutAfterReplyTo(Predicate<byte[]> chunk, int times) {
        return set(CutPoint.atChunk(CutPoint.Moment.AFTER_REPLY, chunk, times));
    }

    /// The lost request: as [#cutAfterReplyTo(String, int)], but the text never reaches the server.
    public CutPoint cutBefore(String text, int times) {
        return set(CutPoint.atText(CutPoint.Moment.BEFORE_FORWARDING, text, times));
    }

    public CutPoint cutBefore(Predicate<byte[]> chunk, int times) {
        return set(CutPoint.atChunk(CutPoint.Moment.BEFORE_FORWARDING, chunk, times));
    }

    /// Resets all connections and ends all threads. The server is left alone.
    @Override
    public void close() {
        cut();
        threads.shutdownNow();
        threads.close();
    }

    private CutPoint set(CutPoint point) {
        conditions.add(point);
        return point;
    }

    private synchronized void listen() {
        if (listener != null) {
            return;
        }
        if (threads.isShutdown()) {
            throw new IllegalStateException("the proxy was closed");
        }
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(ServerAddress.LOOPBACK, port));
            listener =
                    new Listener(
                            socket, CompletableFuture.runAsync(() -> acceptAll(socket), threads));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private synchronized void refuse() {
        if (listener == null) {
            return;
        }
        try {
            listener.socket().close();
            // While its thread is inside accept(), the kernel still takes clients at this port.
            listener.accepting().join();
            listener = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                admit(socket, socket.accept());
            } catch (IOException _) {
                // Closed by a cut, or this client was gone at once.
            }
        }
    }

    private void admit(ServerSocket socket, Socket client) {
        var connection = new ProxyConnection(client, conditions);
        connections.add(connection);
        if (socket.isClosed()) { // a cut came between: it may not have seen this connection
            connection.reset();
        }
        try {
            threads.execute(
                    () -> {
                        connection.run(target, threads);
                        connections.remove(connection);
                    });
        } catch (RejectedExecutionException _) {
            connection.reset(); // the proxy closes
        }
    }
}
