package dev.duet.localdb;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// One client's connection through a [TcpProxy], with the connection to the server that belongs to
/// it.
///
/// Four threads run it: a reader and a forwarder each way. Whichever fails first resets both sides.
final class ProxyConnection {

    private static final int CONNECT_LIMIT_MILLIS = 10_000;

    /// How long a server may take to answer what is at a [CutPoint].
    private static final long REPLY_LIMIT_SECONDS = 60;

    /// A reply may come in pieces: it has ended when nothing more came for so long.
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Socket client;
    private final Socket server = new Socket();
    private final NetworkConditions conditions;
    private final ProxyPipe toServer;
    private final ProxyPipe toClient;
    private final CountDownLatch bothEnded = new CountDownLatch(2);
    private final CountDownLatch replyCame = new CountDownLatch(1);
    private volatile boolean replyIsLost;
    private volatile long lostAtNanos;

    /// Written and read by the thread that forwards to the server.
    private byte[] passed = new byte[0];

    ProxyConnection(Socket client, NetworkConditions conditions) {
        this.client = client;
        this.conditions = conditions;
        this.toServer = new ProxyPipe(conditions);
        this.toClient = new ProxyPipe(conditions);
    }

    /// Connects to the server and returns when the connection has ended.
    void run(InetSocketAddress target, Executor threads) {
        attempt(
                () -> {
                    conditions.awaitFlow();
                    server.connect(target, CONNECT_LIMIT_MILLIS);
                    server.setTcpNoDelay(true);
                    client.setTcpNoDelay(true);
                    threads.execute(() -> attempt(() -> toServer.readAll(client.getInputStream())));
                    threads.execute(() -> attempt(() -> toClient.readAll(server.getInputStream())));
                    threads.execute(() -> attempt(() -> forward(toServer, this::toServer, server)));
                    threads.execute(() -> attempt(() -> forward(toClient, this::toClient, client)));
                    bothEnded.await();
                });
        reset();
    }

    /// Ends both sides at once, as a broken network does: what was under way is gone, the peers see
    /// a reset.
    void reset() {
        reset(client);
        reset(server);
        toServer.abandon();
        toClient.abandon();
        lostAtNanos = System.nanoTime();
        replyCame.countDown();
        bothEnded.countDown();
        bothEnded.countDown();
    }

    private void forward(ProxyPipe pipe, ProxyPipe.Outlet outlet, Socket end)
            throws IOException, InterruptedException {
        pipe.forwardAll(outlet);
        end.shutdownOutput();
        bothEnded.countDown();
    }

    private void toServer(byte[] chunk) throws IOException, InterruptedException {
        Optional<CutPoint> cutPoint = conditions.cutPointAt(passed, chunk);
        passed = CutPoint.remembered(passed, chunk);
        if (cutPoint.isEmpty()) {
            server.getOutputStream().write(chunk);
            return;
        }
        switch (cutPoint.get().moment()) {
            case BEFORE_FORWARDING -> {}
            case AFTER_REPLY -> {
                replyIsLost = true;
                server.getOutputStream().write(chunk);
                awaitReply();
            }
        }
        reset();
        cutPoint.get().countCut();
    }

    private void toClient(byte[] chunk) throws IOException {
        if (replyIsLost) {
            lostAtNanos = System.nanoTime();
            replyCame.countDown();
        } else {
            client.getOutputStream().write(chunk);
        }
    }

    private void awaitReply() throws InterruptedException {
        if (!replyCame.await(REPLY_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            return;
        }
        long silence = SILENCE_NANOS + conditions.latencyNanos();
        for (long left = silence; left > 0; left = lostAtNanos + silence - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RejectedExecutionException _) {
            reset(); // the proxy closes, or one side is gone: the other shall see it, which is all
            // there is to report
        } catch (InterruptedException _) {
            reset();
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // close sends a reset
        } catch (IOException _) {
            // Closed already.
        }
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to do with it.
        }
    }
}
