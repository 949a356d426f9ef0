package dev.duet.capture.mysql;

import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.TableName;

import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.connector.mysql.charset.MySqlCharsetRegistry;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.TableChanges;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// How tables of MySQL's are at one moment: what their schema history begins with.
///
/// Debezium would write the same at its first start, but as of that start, while it reads from an
/// earlier place: what was altered in between it would alter once more, and cannot.
///
/// @param statements in the order in which they are to be taken
public record SchemaSnapshot(List<Ddl> statements) {
    private static final int NO_SUCH_TABLE = 1146;

    /// Moves with every row.
    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

    /// A statement in the dialect of a session without `ANSI_QUOTES`.
    ///
    /// @param database in which it is meant
    /// @param table that it makes, if any
    record Ddl(String database, @Nullable String table, String text) {}

    public SchemaSnapshot {
        statements = List.copyOf(statements);
    }

    /// Reads those of the tables that are there: one that is not may yet be created.
    ///
    /// @param connection a session of Duet's, with a right on each of the tables
    public static SchemaSnapshot read(Connection connection, Collection<TableName> tables)
            throws SQLException {
        List<Ddl> statements = new ArrayList<>();
        statements.add(server(connection));
        for (String database : tables.stream().map(TableName::schema).distinct().toList()) {
            statements.addAll(database(connection, database));
        }
        for (TableName table : tables) {
            statements.addAll(table(connection, table));
        }
        return new SchemaSnapshot(statements);
    }

    private static Ddl server(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT @@GLOBAL.character_set_server,"
                                        + " @@GLOBAL.collation_server")) {
            row.next();
            return new Ddl(
                    "",
                    null,
                    "SET character_set_server=%s, collation_server=%s"
                            .formatted(row.getString(1), row.getString(2)));
        }
    }

    private static List<Ddl> database(Connection connection, String database) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT default_character_set_name, default_collation_name"
                                + " FROM information_schema.schemata WHERE schema_name = ?")) {
            query.setString(1, database);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return List.of();
                }
                String name = quoted(database);
                return List.of(
                        new Ddl(
                                database,
                                null,
                                "CREATE DATABASE %s CHARSET %s COLLATE %s"
                                        .formatted(name, row.getString(1), row.getString(2))),
                        new Ddl(database, null, "USE " + name));
            }
        }
    }

    private static List<Ddl> table(Connection connection, TableName table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SHOW CREATE TABLE "
                                        + quoted(table.schema())
                                        + "."
                                        + quoted(table.name()))) {
            row.next();
            String text = COUNTER.matcher(row.getString(2)).replaceFirst("");
            return List.of(new Ddl(table.schema(), table.name(), text));
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return List.of();
            }
            throw e;
        }
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /// The records of Debezium's schema history that say so.
    ///
    /// @param system as the reader is named
    /// @param place from where on the log is read with it
    /// @throws IllegalArgumentException when the log could not be read with a table
    public List<String> records(String system, BinlogPosition place) {
        MySqlAntlrDdlParser parser =
                new MySqlAntlrDdlParser(
                        true,
                        false,
                        false,
                        Tables.TableFilter.includeAll(),
                        new MySqlCharsetRegistry());
        Tables known = new Tables();
        Map<String, Object> position =
                Map.of(
                        "file", place.file(),
                        "pos", place.offset(),
                        "gtids", place.gtids().toString(),
                        "snapshot", true);
        List<String> records = new ArrayList<>();
        for (Ddl ddl : statements) {
            parser.setCurrentDatabase(ddl.database());
            parse(parser, ddl, known);
            TableChanges changes = new TableChanges();
            if (ddl.table() != null) {
                changes.create(known.forTable(new TableId(ddl.database(), null, ddl.table())));
            }
            records.add(
                    written(
                            new HistoryRecord(
                                    Map.of("server", system),
                                    position,
                                    ddl.database(),
                                    null,
                                    ddl.text(),
                                    changes,
                                    Instant.now())));
        }
        return records;
    }

    private static void parse(MySqlAntlrDdlParser parser, Ddl ddl, Tables known) {
        try {
            parser.parse(ddl.text(), known);
        } catch (ParsingException | MultipleParsingExceptions e) {
            throw new IllegalArgumentException(
                    "the log cannot be read with this: %s (%s)"
                            .formatted(ddl.text().replaceAll("\\s+", " "), e.getMessage()),
                    e);
        }
    }

    private static String written(HistoryRecord record) {
        try {
            return DocumentWriter.defaultWriter().write(record.document());
        } catch (IOException e) {
            throw new UncheckedIOException("a schema history cannot be written", e);
        }
    }
}
