package dev.duet.localdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// A PostgreSQL set up as a production database is: fsync on, logical decoding on, UTF-8, UTC.
/// Shared.
///
/// Any password is accepted for the user `postgres`. With
/// `DUET_LOCALDB_POSTGRES=host:port:user:password` in the environment that server is used instead.
public final class LocalPostgres implements LocalServer {

    /// The environment variable that names a server to use instead of starting one.
    public static final String EXISTING = "DUET_LOCALDB_POSTGRES";

    private final ServerControl control;

    private LocalPostgres(ServerControl control) {
        this.control = control;
    }

    /// Starts a server in a temporary folder.
    public static LocalPostgres start() {
        return start(ServerOptions.temporary());
    }

    /// Starts a server and returns when it answers SQL.
    public static LocalPostgres start(ServerOptions options) {
        return new LocalPostgres(
                ServerAddress.fromEnvironment(EXISTING)
                        .<ServerControl>map(
                                address -> ExistingServer.of(EXISTING, address, options))
                        .orElseGet(() -> OwnServer.start(program(), options)));
    }

    static ServerProgram program() {
        Cache cache = Cache.ofUser();
        return new PostgresProgram(PostgresBinaries.unpacked(cache), cache);
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
        return PostgresProgram.jdbcUrl(control.address(), database);
    }

    @Override
    public void createDatabase(String database) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + database.replace("\"", "\"\"") + "\"");
        }
    }

    @Override
    public String version() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_version")) {
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
