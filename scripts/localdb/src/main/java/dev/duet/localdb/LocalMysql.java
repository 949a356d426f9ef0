package dev.duet.localdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// A MySQL set up as a production database is: row binlog with full images, GTIDs, synced commits,
/// utf8mb4, UTC. Shared.
///
/// The program is found by [MysqlSources]. With `DUET_LOCALDB_MYSQL=host:port:user:password` in the
/// environment that server is used instead.
public final class LocalMysql implements LocalServer {

    /// The environment variable that names a server to use instead of starting one.
    public static final String EXISTING = "DUET_LOCALDB_MYSQL";

    private final ServerControl control;

    private LocalMysql(ServerControl control) {
        this.control = control;
    }

    /// Starts a server in a temporary folder.
    public static LocalMysql start() {
        return start(ServerOptions.temporary());
    }

    /// Starts a server and returns when it answers SQL.
    public static LocalMysql start(ServerOptions options) {
        return new LocalMysql(
                ServerAddress.fromEnvironment(EXISTING)
                        .<ServerControl>map(
                                address -> ExistingServer.of(EXISTING, address, options))
                        .orElseGet(() -> OwnServer.start(program(), options)));
    }

    static ServerProgram program() {
        return MysqlSources.find(Cache.ofUser());
    }

    @Override
    public String host() {
        return control.address().host();
    }

    @Override
    public int port() {
        return control.address().port();
    }

    @Override
    public String user() {
        return control.address().user();
    }

    @Override
    public String password() {
        return control.address().password();
    }

    @Override
    public String jdbcUrl(String database) {
        return MysqlProgram.jdbcUrl(control.address(), database);
    }

    @Override
    public void createDatabase(String database) throws SQLException {
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE `" + database.replace("`", "``") + "`");
        }
    }

    @Override
    public String version() throws SQLException {
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public Path dataFolder() {
        return control.dataFolder();
    }

    @Override
    public Path logFile() {
        return control.logFile();
    }

    @Override
    public boolean isRunning() {
        return control.isRunning();
    }

    @Override
    public void stop() {
        control.stop();
    }

    @Override
    public void kill() {
        control.kill();
    }

    @Override
    public void freeze() {
        control.freeze();
    }

    @Override
    public void thaw() {
        control.thaw();
    }

    @Override
    public void restart(Map<String, String> moreSettings) {
        control.restart(moreSettings);
    }

    @Override
    public List<String> client(String program) {
        return control.client(program);
    }

    @Override
    public void close() {
        control.close();
    }
}
