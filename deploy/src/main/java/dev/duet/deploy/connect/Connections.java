package dev.duet.deploy.connect;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.duet.deploy.connect.mysql.MysqlJdbc;
import dev.duet.deploy.connect.mysql.TrustStoreFile;
import dev.duet.deploy.connect.postgres.PostgresJdbc;
import dev.duet.schemas.Endpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.sql.DataSource;

/// Opens connections to one endpoint, alone or pooled. Shared; closes its pools, in reverse order.
///
/// A connection of its own has autocommit on, one of a pool off; all have READ COMMITTED, the time
/// zone UTC, and an end to every wait.
public final class Connections implements AutoCloseable {
    private static final Duration KEEPALIVE = Duration.ofSeconds(30);
    private static final Duration LIFETIME = Duration.ofMinutes(30);

    private final Endpoint endpoint;
    private final DriverDataSource source;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public Connections(Endpoint endpoint) {
        this(endpoint, false);
    }

    private Connections(Endpoint endpoint, boolean fills) {
        this.endpoint = endpoint;
        this.source = new DriverDataSource(settings(fills));
    }

    /// Connections that may write many rows by the database's own means for that.
    public static Connections filling(Endpoint endpoint) {
        return new Connections(endpoint, true);
    }

    private JdbcSettings settings(boolean fills) {
        return switch (endpoint.kind()) {
            case POSTGRES -> PostgresJdbc.settings(endpoint);
            case MYSQL -> {
                TrustStoreFile trustStore = TrustStoreFile.of(endpoint.tls());
                opened.push(trustStore);
                yield fills
                        ? MysqlJdbc.filling(endpoint, trustStore)
                        : MysqlJdbc.settings(endpoint, trustStore);
            }
        };
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// A connection of its own, which the caller closes.
    ///
    /// @throws CannotConnect with the reason in words
    public Connection open() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new CannotConnect(endpoint, e);
        }
    }

    /// A pool, closed with this. It connects when first asked; asking fails after the connect
    /// timeout.
    ///
    /// @param use what it is for, in thread names and logs: `apply`
    public synchronized DataSource pool(String use, int size) {
        var config = new HikariConfig();
        config.setPoolName("duet-" + endpoint.system() + "-" + use);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0); // opened when asked for; a pool in use keeps what it uses
        config.setConnectionTimeout(endpoint.timeouts().connect().toMillis());
        config.setValidationTimeout(
                Math.min(5_000, Math.max(250, endpoint.timeouts().connect().toMillis() / 2)));
        config.setKeepaliveTime(KEEPALIVE.toMillis());
        config.setMaxLifetime(LIFETIME.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setRegisterMbeans(false);
        config.setAutoCommit(false);
        var pool = new HikariDataSource(config);
        opened.push(pool);
        return pool;
    }

    /// Every resource is closed, whatever the others say.
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw closeRest(e);
            }
        }
    }

    private IllegalStateException closeRest(Exception first) {
        var failure = new IllegalStateException("cannot close connections to " + endpoint, first);
        try {
            close();
        } catch (IllegalStateException more) {
            failure.addSuppressed(more);
        }
        return failure;
    }
}
