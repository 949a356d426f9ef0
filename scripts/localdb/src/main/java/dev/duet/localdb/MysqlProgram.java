package dev.duet.localdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// MySQL as programs on this machine. Immutable.
record MysqlProgram(MysqlBinaries binaries, Cache cache) implements ServerProgram {

    static final String USER = "root";
    static final String PASSWORD = "duet";

    /// Raised when what [#initialiseTemplate] makes changes.
    private static final int TEMPLATE_EDITION = 1;

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public ServerAddress addressAt(int port) {
        return new ServerAddress(ServerAddress.LOOPBACK, port, USER, PASSWORD);
    }

    static String jdbcUrl(ServerAddress address, String database) {
        return "jdbc:mysql://" + address.host() + ":" + address.port() + "/" + database;
    }

    /// Copies data that was initialised once, without `auto.cnf`: the server makes itself a new
    /// UUID, so no two share one.
    @Override
    public void initialise(Path data) {
        String name = "mysql-data-" + binaries.version() + "-" + TEMPLATE_EDITION;
        Path template = cache.folder(name, this::initialiseTemplate);
        Folders.copy(template, data);
    }

    private void initialiseTemplate(Path data) {
        try {
            Path statements = Files.createTempFile("duet-localdb-mysql", ".sql");
            try {
                Files.writeString(statements, accounts());
                List<String> words = new ArrayList<>(start(data));
                words.addAll(List.of("--initialize-insecure", "--init-file=" + statements));
                Command.of(words).with("TZ", "UTC").withLimit(Duration.ofMinutes(5)).run();
            } finally {
                Files.deleteIfExists(statements);
            }
            Files.deleteIfExists(data.resolve("auto.cnf"));
        } catch (Command.Failed e) {
            throw new CannotStartDatabase("cannot initialise MySQL's data: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One statement a line, as `init-file` wants it.
    private static String accounts() {
        return """
        ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
        CREATE USER '%2$s'@'%%' IDENTIFIED BY '%1$s';
        GRANT ALL PRIVILEGES ON *.* TO '%2$s'@'%%' WITH GRANT OPTION;
        """
                .formatted(PASSWORD, USER);
    }

    @Override
    public Map<String, String> settings(int port) {
        Map<String, String> settings = productionSettings(port);
        settings.put("port", Integer.toString(port));
        settings.put("bind-address", ServerAddress.LOOPBACK);
        // Relative to the data folder: whole paths may exceed what a socket's name may hold.
        settings.put("socket", "mysql.sock");
        settings.put("pid-file", "mysqld.pid");
        return settings;
    }

    /// What any MySQL gets, whatever runs it.
    static Map<String, String> productionSettings(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server-id", Integer.toString(port)); // unique among the servers that run here
        settings.put("log-bin", "binlog");
        settings.put("binlog-format", "ROW");
        settings.put("binlog-row-image", "FULL");
        settings.put("gtid-mode", "ON");
        settings.put("enforce-gtid-consistency", "ON");
        settings.put("sync-binlog", "1");
        settings.put("innodb-flush-log-at-trx-commit", "1");
        settings.put("innodb-buffer-pool-size", "256M");
        settings.put("character-set-server", "utf8mb4");
        settings.put("default-time-zone", "+00:00");
        settings.put("max-connections", "200");
        settings.put("skip-name-resolve", "ON");
        settings.put("secure-file-priv", "NULL");
        settings.put("mysqlx", "OFF");
        return settings;
    }

    @Override
    public List<String> command(Path data, int port, Map<String, String> settings) {
        List<String> words = new ArrayList<>(start(data));
        settings.forEach((name, value) -> words.add("--" + name + "=" + value));
        return words;
    }

    private List<String> start(Path data) {
        List<String> words = new ArrayList<>(binaries.serverCommand());
        words.addAll(List.of("--no-defaults", "--datadir=" + data, "--basedir=" + binaries.base()));
        Path plugins = binaries.base().resolve("lib").resolve("mysql").resolve("plugin");
        if (Files.isDirectory(plugins)) {
            words.add("--plugin-dir=" + plugins);
        }
        if ("root".equals(System.getProperty("user.name"))) {
            words.add("--user=root"); // refused otherwise
        }
        return words;
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public List<String> filesNamingTheProcess() {
        return List.of("mysqld.pid", "mysql.sock", "mysql.sock.lock");
    }

    @Override
    public void probe(int port, Path data) throws SQLException {
        Path served = Path.of(ask(port, "SELECT @@datadir"));
        try {
            if (!Files.isSameFile(served, data)) {
                throw new SQLException(
                        "another MySQL answers at this port, with data in " + served);
            }
        } catch (IOException e) {
            throw new SQLException("another MySQL answers at this port", e);
        }
    }

    /// The first value of a query's first row, by a connection that gives up soon.
    static String ask(int port, String query) throws SQLException {
        var address = new ServerAddress(ServerAddress.LOOPBACK, port, USER, PASSWORD);
        String url = jdbcUrl(address, "") + "?connectTimeout=5000&socketTimeout=30000";
        try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public List<String> client(String program) {
        return binaries.clientCommand(program);
    }
}
