package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What decides whether a table's rows are safe and can hold what comes. One thread.
public final class MysqlTablesCheck {
    private static final DatabaseKind KIND = DatabaseKind.MYSQL;
    private static final String CHARSET = " character set ";

    private static final String ENGINE =
            "SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME ="
                    + " ?";

    /// Whether the user could see a trigger if there were one: by a right on the table, its
    /// database or all.
    private static final String MAY_SEE_TRIGGERS =
            """
            SELECT EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES
                           WHERE PRIVILEGE_TYPE = 'TRIGGER')
                OR EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES
                           WHERE PRIVILEGE_TYPE = 'TRIGGER' AND ? LIKE TABLE_SCHEMA)
                OR EXISTS (SELECT 1 FROM information_schema.TABLE_PRIVILEGES
                           WHERE PRIVILEGE_TYPE = 'TRIGGER' AND TABLE_SCHEMA = ? AND TABLE_NAME = ?) AS sees
            """;

    private final Connection connection;
    private final Findings.InSystem findings;

    private MysqlTablesCheck(Connection connection, Findings.InSystem findings) {
        this.connection = connection;
        this.findings = findings;
    }

    /// @param tables the mapped ones that exist
    /// @param mappedColumns of one of them
    public static void run(
            Connection connection,
            Collection<Table> tables,
            MappedColumns mappedColumns,
            Findings.InSystem findings)
            throws SQLException {
        var check = new MysqlTablesCheck(connection, findings);
        for (Table table : tables) {
            check.engine(table.name());
            check.charsets(table, mappedColumns.of(table.name()));
        }
        check.triggers(tables);
    }

    /// The columns of a table that the file maps.
    @FunctionalInterface
    public interface MappedColumns {
        Set<String> of(TableName table);
    }

    private void engine(TableName table) throws SQLException {
        for (Row row : Rows.of(connection, ENGINE, table.schema(), table.name()).rows()) {
            String engine = row.text("engine");
            if (!engine.equalsIgnoreCase("InnoDB")) {
                findings.add(
                        MysqlCode.ENGINE,
                        table.toString(),
                        "its engine is " + engine,
                        Mend.sql("ALTER TABLE " + SqlName.of(KIND, table) + " ENGINE = InnoDB"));
            }
        }
    }

    private void charsets(Table table, Set<String> mapped) {
        List<String> others =
                table.columns().stream()
                        .filter(column -> mapped.contains(column.name()))
                        .filter(column -> column.type().contains(CHARSET))
                        .map(TableColumn::name)
                        .toList();
        if (!others.isEmpty()) {
            findings.add(
                    MysqlCode.CHARSET,
                    table.name().toString(),
                    "not utf8mb4: " + String.join(", ", others),
                    Mend.sql(
                                    "ALTER TABLE %s CONVERT TO CHARACTER SET utf8mb4"
                                            .formatted(SqlName.of(KIND, table.name())))
                            .andThen(
                                    "It rebuilds the table; applications that connect with another"
                                            + " character set go on working."));
        }
    }

    private void triggers(Collection<Table> tables) throws SQLException {
        var unseen = new ArrayList<String>();
        for (Table table : tables) {
            TableName name = table.name();
            boolean sees =
                    Rows.of(connection, MAY_SEE_TRIGGERS, name.schema(), name.schema(), name.name())
                            .rows()
                            .getFirst()
                            .is("sees");
            if (!sees) {
                unseen.add(name.toString());
            }
        }
        if (!unseen.isEmpty()) {
            findings.add(
                    MysqlCode.TRIGGERS_UNSEEN,
                    "triggers",
                    "Duet's users may not see triggers on " + String.join(", ", unseen),
                    Mend.words(
                            "Run 'duet check --admin %s=<user>' once with a user who may."
                                    .formatted(findings.system())));
        }
    }
}
