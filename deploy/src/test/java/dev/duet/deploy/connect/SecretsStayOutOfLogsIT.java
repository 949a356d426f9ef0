package dev.duet.deploy.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.duet.deploy.support.LivePair;
import dev.duet.schemas.Endpoint;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.util.List;

/// What init, check and the pools write at the most talkative level holds no password.
final class SecretsStayOutOfLogsIT {
    @Test
    void noPasswordAtAnyLevel() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
        try (LivePair pair = LivePair.start()) {
            pair.init();
            pair.check();
            for (String system : List.of(LivePair.CRM, LivePair.ERP)) {
                Endpoint writer = pair.endpoints().writer(pair.config().system(system));
                try (var connections = new Connections(writer);
                        Connection pooled = connections.pool("test", 1).getConnection()) {
                    assertThat(pooled.isValid(5)).isTrue();
                    assertThat(connections.toString() + writer + pooled)
                            .doesNotContain(LivePair.PASSWORD);
                }
            }
            Endpoint wrong =
                    pair.endpoints().other(pair.config().mysql(), "nobody", LivePair.PASSWORD);
            try (var connections = new Connections(wrong)) {
                assertThat(catchThrowable(connections::open))
                        .isInstanceOf(CannotConnect.class)
                        .hasMessageContaining("user or password refused")
                        .hasMessageNotContaining(LivePair.PASSWORD);
            }
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }
        assertThat(List.copyOf(lines.list))
                .isNotEmpty()
                .noneMatch(line -> line.getFormattedMessage().contains(LivePair.PASSWORD));
    }
}
