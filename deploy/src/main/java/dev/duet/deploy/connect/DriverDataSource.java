package dev.duet.deploy.connect;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;

import javax.sql.DataSource;

/// Opens a new connection each time it is asked, with the session set up. Immutable; prints no
/// secret.
final class DriverDataSource implements DataSource {
    private final JdbcSettings settings;

    DriverDataSource(JdbcSettings settings) {
        this.settings = settings;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var properties = new Properties();
        properties.putAll(settings.properties());
        @Nullable Connection connection = settings.driver().connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know the URL " + settings.url());
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings.session());
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the endpoint has its user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("drivers log nothing here");
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The endpoint's connect timeout is the one that counts.
    }

    /// Decides nothing but how long a pool that closes waits for a connection it is opening.
    @Override
    public int getLoginTimeout() {
        return 5;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("drivers log nothing here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public String toString() {
        return settings.url();
    }
}
