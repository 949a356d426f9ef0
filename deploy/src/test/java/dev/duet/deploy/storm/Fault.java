package dev.duet.deploy.storm;

import dev.duet.deploy.support.Workbench;
import dev.duet.localdb.CutPoint;
import dev.duet.localdb.LocalServer;
import dev.duet.localdb.TcpProxy;

import java.time.Duration;

/// What befalls a server, or the network between Duet and it, while clients reach it.
enum Fault {
    SERVER_KILLED {
        @Override
        void strike(LocalServer server, TcpProxy network) {
            server.kill();
            server.restart();
        }
    },
    CONNECTIONS_CUT {
        @Override
        void strike(LocalServer server, TcpProxy network) {
            network.cut();
        }
    },
    CONNECTIONS_RESET {
        @Override
        void strike(LocalServer server, TcpProxy network) {
            network.resetConnections();
        }
    },
    ANSWERS_TO_COMMITS_LOST {
        @Override
        void strike(LocalServer server, TcpProxy network) throws InterruptedException {
            CutPoint commits = network.cutAfterReplyTo("COMMIT", 2);
            // A prepared COMMIT does not show its text: only new connections send it.
            network.resetConnections();
            if (!commits.awaitCuts(2, Workbench.LIMIT)) {
                throw new AssertionError("no commit was seen");
            }
        }
    },
    NETWORK_SLOW {
        @Override
        void strike(LocalServer server, TcpProxy network) {
            network.latency(LATENCY);
        }
    };

    private static final Duration LATENCY = Duration.ofMillis(15);

    abstract void strike(LocalServer server, TcpProxy network) throws InterruptedException;
}
