package dev.duet.localdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// The proxy, in front of a server that answers each line with the same line.
@Timeout(30)
final class TcpProxyTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private EchoServer server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = TcpProxy.to("127.0.0.1", server.port());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void linesGoThroughBothWays() throws IOException {
        try (EchoClient client = new EchoClient(proxy.port())) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(client.ask("again")).isEqualTo("again");
        }
    }

    @Test
    void manyBytesArriveUnchanged() throws IOException {
        proxy.latency(Duration.ofMillis(2));
        String line = "0123456789".repeat(200_000);
        try (EchoClient client = new EchoClient(proxy.port())) {
            assertThat(client.ask(line)).isEqualTo(line);
        }
    }

    @Test
    void cutResetsAndRefusesUntilRestore() throws IOException {
        try (EchoClient client = new EchoClient(proxy.port())) {
            client.ask("hello");

            proxy.cut();

            assertThatThrownBy(() -> client.ask("anyone?")).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> new EchoClient(proxy.port()))
                    .isInstanceOf(ConnectException.class);
        }
        proxy.restore();
        try (EchoClient client = new EchoClient(proxy.port())) {
            assertThat(client.ask("back")).isEqualTo("back");
        }
    }

    @Test
    void blackholeStallsUntilRestore() throws IOException {
        try (EchoClient client = new EchoClient(proxy.port())) {
            client.ask("hello");

            proxy.blackhole();

            client.readLimit(Duration.ofMillis(300));
            assertThatThrownBy(() -> client.ask("late")).isInstanceOf(SocketTimeoutException.class);
            proxy.restore();
            client.readLimit(LIMIT);
            assertThat(client.read()).isEqualTo("late");
        }
    }

    @Test
    void latencyDelaysARoundTripTwice() throws IOException {
        proxy.latency(Duration.ofMillis(100));
        try (EchoClient client = new EchoClient(proxy.port())) {
            long start = System.nanoTime();
            client.ask("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void bandwidthIsLimited() throws IOException {
        proxy.bandwidth(100_000);
        try (EchoClient client = new EchoClient(proxy.port())) {
            long start = System.nanoTime();
            client.ask("x".repeat(50_000));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void serverGetsTheTextAndItsReplyIsLost() throws Exception {
        CutPoint commit = proxy.cutAfterReplyTo("COMMIT", 1);
        try (EchoClient client = new EchoClient(proxy.port())) {
            client.ask("insert");

            assertThatThrownBy(() -> client.ask("commit")).isInstanceOf(IOException.class);
        }
        assertThat(commit.awaitCuts(1, LIMIT)).isTrue();
        assertThat(server.lines()).containsExactly("insert", "commit");
        try (EchoClient client = new EchoClient(proxy.port())) {
            assertThat(client.ask("COMMIT")).isEqualTo("COMMIT"); // once was asked for
        }
        assertThat(commit.cuts()).isEqualTo(1);
    }

    @Test
    void serverNeverGetsTheText() throws Exception {
        CutPoint commit = proxy.cutBefore("COMMIT", 2);
        for (int attempt = 0; attempt < 2; attempt++) {
            try (EchoClient client = new EchoClient(proxy.port())) {
                assertThatThrownBy(() -> client.ask("commit")).isInstanceOf(IOException.class);
            }
        }
        assertThat(commit.awaitCuts(2, LIMIT)).isTrue();
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void textSplitBetweenChunksIsSeen() throws Exception {
        CutPoint commit = proxy.cutBefore("COMMIT", 1);
        try (EchoClient client = new EchoClient(proxy.port())) {
            client.ask("first");
            client.send("COM");
            Thread.sleep(100); // sent as a chunk of its own
            assertThatThrownBy(() -> client.ask("MIT")).isInstanceOf(IOException.class);
        }
        assertThat(commit.awaitCuts(1, LIMIT)).isTrue();
    }

    @Test
    void onlyWholeWordsCount() throws IOException {
        CutPoint commit = proxy.cutBefore("COMMIT", 1);
        try (EchoClient client = new EchoClient(proxy.port())) {
            client.ask("SET autocommit = 0");
            client.ask("READ COMMITTED");
            client.ask("commits");
            assertThat(commit.cuts()).isZero();
            assertThatThrownBy(() -> client.ask("insert; commit;")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void disarmedPointCutsNothing() throws IOException {
        CutPoint commit = proxy.cutBefore(_ -> true, 1);
        commit.disarm();
        try (EchoClient client = new EchoClient(proxy.port())) {
            assertThat(client.ask("commit")).isEqualTo("commit");
        }
        assertThat(commit.cuts()).isZero();
    }

    @Test
    void absentServerResetsTheClient() throws IOException {
        server.close();
        try (EchoClient client = new EchoClient(proxy.port())) {
            assertThatThrownBy(() -> client.ask("anyone?")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closeEndsConnectionsThatAreStalled() throws IOException {
        try (EchoClient client = new EchoClient(proxy.port())) {
            client.ask("hello");
            proxy.blackhole();
            client.send("stuck\n");

            proxy.close();

            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }
}
