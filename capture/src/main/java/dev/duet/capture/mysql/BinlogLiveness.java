package dev.duet.capture.mysql;

import dev.duet.capture.SourceLog;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/// Notices that the binlog connection of an engine is gone. Stateless.
///
/// The client ends without a word when the server closes the connection (`BinaryLogClient`,
/// mysql-binlog-connector-java 0.41.0), and hears nothing through a network that swallows packets.
/// The engine goes on waiting for it in both cases. Its own remedy, `connect.keep.alive`, comes a
/// minute late and reads on without asking whether this is still the same log. So its metrics are
/// asked: they are the only place where the client's state shows.
final class BinlogLiveness implements SourceLog.Liveness {
    /// Debezium asks the server for a heartbeat of the protocol after 0.8 of this.
    static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(10);

    /// Two heartbeats missed, and some.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(25);

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName pattern;

    BinlogLiveness(String reader) {
        try {
            this.pattern =
                    new ObjectName("debezium.mysql:context=streaming,reader=" + reader + ",*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("not a tag: " + reader, e);
        }
    }

    @Override
    public Optional<String> lost() {
        Set<ObjectName> names = beans.queryNames(pattern, null);
        if (names.isEmpty()) {
            return Optional.empty(); // it has not begun to read, or has ended and says so
        }
        ObjectName metrics = names.iterator().next();
        try {
            if ((long) beans.getAttribute(metrics, "NumberOfDisconnects") > 0) {
                return Optional.of("the server closed the binlog connection");
            }
            return isSilent(metrics)
                    ? Optional.of(
                            "nothing came through the binlog connection for "
                                    + SILENCE_MAX.toSeconds()
                                    + " s, not even a heartbeat")
                    : Optional.empty();
        } catch (JMException e) {
            return Optional.empty(); // it ended in the meantime
        }
    }

    /// Silence counts only while the engine waits for the server, and not for us.
    private boolean isSilent(ObjectName metrics) throws JMException {
        long silent = (long) beans.getAttribute(metrics, "MilliSecondsSinceLastEvent");
        boolean hasRoom =
                beans.getAttribute(metrics, "QueueRemainingCapacity")
                        .equals(beans.getAttribute(metrics, "QueueTotalCapacity"));
        return hasRoom && silent > SILENCE_MAX.toMillis();
    }
}
