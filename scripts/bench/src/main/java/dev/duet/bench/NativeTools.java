package dev.duet.bench;

import com.mysql.cj.jdbc.JdbcStatement;

import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;

import org.postgresql.PGConnection;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the databases' own means do with the rows of the measured table, one into the other through
/// a pipe and nothing between: `COPY TO` into `LOAD DATA`, a plain `SELECT` into `COPY FROM`.
///
/// The rows go into the table that Duet does not know, which is emptied first.
final class NativeTools {
    private static final int BUFFER = 1 << 20;

    private final LocalDatabases databases;

    NativeTools(LocalDatabases databases) {
        this.databases = databases;
    }

    /// @return rows per second
    double copy(Way way) throws SQLException, IOException, InterruptedException {
        ItemTable from = Testbed.table(way.source());
        ItemTable to = Testbed.table(way.target()).unmapped();
        try (Connection source = open(way.source());
                Connection target = open(way.target());
                Statement statement = target.createStatement()) {
            statement.execute("TRUNCATE TABLE " + to.name());
            statement.execute(way == Way.TO_MYSQL ? "SET GLOBAL local_infile = 1" : "SELECT 1");
            long began = System.nanoTime();
            long rows =
                    piped(
                            out -> {
                                if (way == Way.TO_MYSQL) {
                                    copyOut(source, from, out);
                                } else {
                                    select(source, from, out);
                                }
                            },
                            in ->
                                    way == Way.TO_MYSQL
                                            ? loadData(target, to, in)
                                            : copyIn(target, to, in));
            return rows / ((System.nanoTime() - began) / 1e9);
        }
    }

    /// A plain `SELECT` of all rows on both sides at once.
    ///
    /// @return rows of one side per second
    double select() throws SQLException, IOException, InterruptedException {
        try (Connection postgres = open(Testbed.POSTGRES);
                Connection mysql = open(Testbed.MYSQL);
                ExecutorService second = Executors.newSingleThreadExecutor()) {
            long began = System.nanoTime();
            Future<Long> other =
                    second.submit(
                            () -> select(mysql, ItemTable.MYSQL, OutputStream.nullOutputStream()));
            long rows = select(postgres, ItemTable.POSTGRES, OutputStream.nullOutputStream());
            if (rows != result(other)) {
                throw new BenchFailed("the sides do not have as many rows");
            }
            return rows / ((System.nanoTime() - began) / 1e9);
        }
    }

    private interface Source {
        void write(OutputStream out) throws SQLException, IOException;
    }

    private interface Sink {
        long read(InputStream in) throws SQLException, IOException;
    }

    private static long piped(Source source, Sink sink)
            throws SQLException, IOException, InterruptedException {
        try (var in = new PipedInputStream(BUFFER);
                var out = new PipedOutputStream(in);
                ExecutorService second = Executors.newSingleThreadExecutor()) {
            Future<Long> written =
                    second.submit(
                            () -> {
                                try (var buffered = new BufferedOutputStream(out, 1 << 16)) {
                                    source.write(buffered);
                                }
                                return 0L;
                            });
            long rows = sink.read(in);
            result(written);
            return rows;
        }
    }

    private static long result(Future<Long> running) throws InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new BenchFailed("the databases' own tools failed", e);
        }
    }

    /// MySQL has no boolean: 1 and 0.
    private static void copyOut(Connection source, ItemTable table, OutputStream out)
            throws SQLException, IOException {
        String rows = table.all().replace(" active,", " active::int,");
        source.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + rows + ") TO STDOUT", out);
    }

    private static long copyIn(Connection target, ItemTable table, InputStream in)
            throws SQLException, IOException {
        return target.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.name() + " FROM STDIN", in);
    }

    private static long loadData(Connection target, ItemTable table, InputStream in)
            throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(in);
            return statement.executeLargeUpdate(
                    "LOAD DATA LOCAL INFILE 'piped' INTO TABLE "
                            + table.name()
                            + " CHARACTER SET utf8mb4");
        }
    }

    /// In the form that `COPY` reads.
    private static long select(Connection source, ItemTable table, OutputStream out)
            throws SQLException, IOException {
        long rows = 0;
        try (Statement statement = source.createStatement()) {
            if (table == ItemTable.POSTGRES) {
                source.setAutoCommit(false); // else the driver takes all rows at once
                statement.setFetchSize(10_000);
            } else {
                statement.setFetchSize(Integer.MIN_VALUE); // Connector/J's word for one by one
            }
            int columns = table.columns().size();
            var line = new StringBuilder();
            try (ResultSet row = statement.executeQuery(table.all())) {
                while (row.next()) {
                    line.setLength(0);
                    for (int i = 1; i <= columns; i++) {
                        String value = row.getString(i);
                        line.append(value == null ? "\\N" : value.replace("\\", "\\\\"))
                                .append(i == columns ? '\n' : '\t');
                    }
                    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
                    rows++;
                }
            }
        }
        return rows;
    }

    private Connection open(String system) throws SQLException {
        boolean isPostgres = system.equals(Testbed.POSTGRES);
        LocalServer server = isPostgres ? databases.postgres() : databases.mysql();
        return DriverManager.getConnection(
                "jdbc:%s://%s:%d/%s%s"
                        .formatted(
                                isPostgres ? "postgresql" : "mysql",
                                server.host(),
                                server.port(),
                                Testbed.DATABASE,
                                // A boolean column is read as the number that it is.
                                isPostgres ? "" : "?allowLoadLocalInfile=true&tinyInt1isBit=false"),
                server.user(),
                server.password());
    }
}
