package dev.duet.localdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A database server for tests, with what a test does to it. Shared: the calls are safe from any
/// thread.
///
/// A server named by an environment variable (see [LocalPostgres] and [LocalMysql]) is used as it
/// is: `stop`, `kill`, `freeze`, `restart` and `dataFolder` throw [UnsupportedOperationException]
/// there, and `close` does nothing.
public sealed interface LocalServer extends AutoCloseable permits LocalPostgres, LocalMysql {

    String host();

    /// The same from start to close, through every kill and restart.
    int port();

    /// A user that may do everything.
    String user();

    String password();

    /// The JDBC URL of a database, without user and password.
    String jdbcUrl(String database);

    /// A new connection as [#user]; the caller closes it.
    default Connection connect(String database) throws SQLException {
        return connect(database, Map.of());
    }

    /// The same with settings of its driver's.
    default Connection connect(String database, Map<String, String> settings) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("user", user());
        properties.setProperty("password", password());
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    void createDatabase(String database) throws SQLException;

    /// The version the server reports, such as `18.6`.
    String version() throws SQLException;

    Path dataFolder();

    Path logFile();

    boolean isRunning();

    /// Ends the server cleanly, as an operator would; its clients are disconnected.
    void stop();

    /// Ends the server and all its child processes with SIGKILL, as a power failure would (but for
    /// the page cache).
    void kill();

    /// Stalls the server and all its child processes with SIGSTOP until [#thaw].
    void freeze();

    void thaw();

    /// Starts the server again on the same data and port, with the settings of the first start;
    /// stops it first where it runs.
    default void restart() {
        restart(Map.of());
    }

    /// As [#restart()], with more settings for this run.
    void restart(Map<String, String> moreSettings);

    /// The start of a command line that runs a client program of this server, such as `mysqlbinlog`
    /// or `psql`; arguments follow.
    List<String> client(String program);

    /// Ends the server; deletes its folder where it is temporary.
    @Override
    void close();
}
