package dev.duet.schemas.bookkeeping;

import dev.duet.schemas.TableName;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The tables Duet keeps in each database, and the statements that create them.
public final class Bookkeeping {
    /// The schema (PostgreSQL) or database (MySQL) that is Duet's own.
    public static final String SCHEMA = "duet";

    /// The table whose change marks a transaction as Duet's.
    public static final TableName CHECKPOINT = new TableName(SCHEMA, "checkpoint");

    /// The table in which people let held records go.
    public static final TableName RELEASE = new TableName(SCHEMA, "release");

    /// The table in which a transaction of Duet's says more of itself than its rows do.
    public static final TableName MANIFEST = new TableName(SCHEMA, "manifest");

    /// Those of Duet's own tables that are read from the log.
    public static final List<TableName> CAPTURED = List.of(CHECKPOINT, RELEASE, MANIFEST);

    private Bookkeeping() {}

    /// The statements for PostgreSQL, in order; each may be run again.
    public static List<String> postgresStatements() {
        return statements("postgres.sql");
    }

    /// The statements for MySQL, in order; each may be run again.
    public static List<String> mysqlStatements() {
        return statements("mysql.sql");
    }

    private static List<String> statements(String resource) {
        try (InputStream in =
                Objects.requireNonNull(Bookkeeping.class.getResourceAsStream(resource), resource)) {
            String sql =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("--"))
                            .collect(Collectors.joining("\n"));
            return Arrays.stream(sql.split(";\\s*(\n|$)"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
