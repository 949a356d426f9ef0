package dev.duet.deploy.check;

import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The connections to one system that a check reads through. One thread.
final class Session implements AutoCloseable {
    private final SystemConfig system;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final @Nullable Connection reader;
    private final @Nullable Connection writer;
    private final @Nullable Connection structure;

    /// @param admin who may see more, if somebody is given
    /// @param failures hears of every connection that cannot be made
    Session(
            SystemConfig system,
            Endpoints endpoints,
            @Nullable Endpoint admin,
            List<CannotConnect> failures) {
        this.system = system;
        this.reader = open(endpoints.reader(system), failures);
        this.writer = open(endpoints.writer(system), failures);
        this.structure = admin == null ? reader : open(admin, failures);
    }

    private @Nullable Connection open(Endpoint endpoint, List<CannotConnect> failures) {
        var connections = new Connections(endpoint);
        opened.push(connections);
        try {
            Connection connection = connections.open();
            opened.push(connection);
            return connection;
        } catch (CannotConnect e) {
            failures.add(e);
            return null;
        }
    }

    SystemConfig system() {
        return system;
    }

    Connection reader() {
        return present(reader);
    }

    Connection writer() {
        return present(writer);
    }

    /// The one that sees most of the tables' structure.
    Connection structure() {
        return present(structure);
    }

    private static Connection present(@Nullable Connection connection) {
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (SQLException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot close a connection", e);
            }
        }
    }
}
