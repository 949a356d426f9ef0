package dev.duet.localdb;

import java.io.IOException;
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

/// PostgreSQL from a folder with `bin/postgres` and `bin/initdb`. Immutable.
///
/// Data is initialised anew each time, about a second: a copy of a prepared folder would carry the
/// same system identifier, and two servers must not pass for one.
record PostgresProgram(Path home, Cache cache) implements ServerProgram {

    static final String USER = "postgres";
    static final String PASSWORD = "duet";

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public ServerAddress addressAt(int port) {
        return new ServerAddress(ServerAddress.LOOPBACK, port, USER, PASSWORD);
    }

    static String jdbcUrl(ServerAddress address, String database) {
        return "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + database;
    }

    /// Any password is taken (`trust`): the server listens on loopback only.
    @Override
    public void initialise(Path data) {
        List<String> words = new ArrayList<>(asOrdinaryUser());
        words.addAll(
                List.of(
                        home.resolve("bin").resolve("initdb").toString(),
                        "--pgdata",
                        data.toString()));
        words.addAll(List.of("--auth", "trust", "--username", USER, "--encoding", "UTF8"));
        words.addAll(List.of("--locale", "C.UTF-8", "--no-sync", "--no-instructions"));
        try {
            Command.of(words).with("TZ", "UTC").withLimit(Duration.ofSeconds(120)).run();
        } catch (Command.Failed e) {
            throw new CannotStartDatabase("cannot initialise PostgreSQL's data: " + e.getMessage());
        }
    }

    @Override
    public Map<String, String> settings(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", ServerAddress.LOOPBACK);
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("wal_level", "logical");
        settings.put("max_replication_slots", "30");
        settings.put("max_wal_senders", "30");
        settings.put("wal_sender_timeout", "60s");
        settings.put("max_connections", "200");
        settings.put("shared_buffers", "256MB");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("log_line_prefix", "%m [%p] %d ");
        return settings;
    }

    @Override
    public List<String> command(Path data, int port, Map<String, String> settings) {
        List<String> words = new ArrayList<>(asOrdinaryUser());
        words.addAll(
                List.of(home.resolve("bin").resolve("postgres").toString(), "-D", data.toString()));
        settings.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return words;
    }

    /// SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for the clients to leave.
    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public List<String> filesNamingTheProcess() {
        return List.of("postmaster.pid");
    }

    @Override
    public void probe(int port, Path data) throws SQLException {
        String url = jdbcUrl(addressAt(port), "postgres") + "?connectTimeout=5&socketTimeout=30";
        try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW data_directory")) {
            rows.next();
            Path served = Path.of(rows.getString(1));
            if (!Files.isSameFile(served, data)) {
                throw new SQLException(
                        "another PostgreSQL answers at this port, with data in " + served);
            }
        } catch (IOException e) {
            throw new SQLException("another PostgreSQL answers at this port", e);
        }
    }

    @Override
    public List<String> client(String program) {
        return PostgresClients.find(program, cache);
    }

    /// PostgreSQL refuses to run as root; in a user namespace of its own root is nobody there, and
    /// still owns the files.
    private static List<String> asOrdinaryUser() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        String mend = "run as an ordinary user, or where user namespaces are allowed";
        Path unshare =
                ProgramPath.find("unshare")
                        .orElseThrow(
                                () ->
                                        new CannotStartDatabase(
                                                "PostgreSQL refuses to run as root and there is no"
                                                        + " unshare; "
                                                        + mend));
        try {
            Command.of(List.of(unshare.toString(), "-U", "true")).run();
        } catch (Command.Failed e) {
            throw new CannotStartDatabase(
                    "PostgreSQL refuses to run as root and 'unshare -U' fails; "
                            + mend
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
        return List.of(unshare.toString(), "-U");
    }
}
