package dev.duet.demo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads both databases' own logs, without Duet: which tables were written, and how often. One
/// thread.
///
/// PostgreSQL's is decoded by its `test_decoding` plugin through a temporary slot; MySQL shows its
/// binlog's events.
final class LogWitness {
    private static final Pattern POSTGRES_CHANGE =
            Pattern.compile("table (\\S+): (INSERT|UPDATE|DELETE)");
    private static final Pattern MYSQL_TABLE = Pattern.compile("table_id: \\d+ \\((\\S+)\\)");

    private final Db crm;
    private final Db erp;
    private final String file;
    private final String offset;

    /// Begins to watch.
    LogWitness(Db crm, Db erp) throws SQLException {
        this.crm = crm;
        this.erp = erp;
        crm.run("SELECT pg_create_logical_replication_slot('demo_witness', 'test_decoding', true)");
        try (Statement statement = erp.connection().createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            row.next();
            file = row.getString("File");
            offset = row.getString("Position");
        }
    }

    /// Changes by table in PostgreSQL's log since it began.
    Map<String, Integer> inCrm() throws SQLException {
        Map<String, Integer> changes = new TreeMap<>();
        for (String line :
                crm.rows(
                        "SELECT data FROM pg_logical_slot_get_changes('demo_witness', NULL,"
                                + " NULL)")) {
            Matcher change = POSTGRES_CHANGE.matcher(line);
            if (change.find()) {
                changes.merge(change.group(1), 1, Integer::sum);
            }
        }
        return changes;
    }

    /// Changes by table in MySQL's log since it began.
    Map<String, Integer> inErp() throws SQLException {
        Map<String, Integer> changes = new TreeMap<>();
        try (Statement statement = erp.connection().createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SHOW BINLOG EVENTS IN '" + file + "' FROM " + offset)) {
            while (rows.next()) {
                Matcher table = MYSQL_TABLE.matcher(rows.getString("Info"));
                if (rows.getString("Event_type").equals("Table_map") && table.find()) {
                    changes.merge(table.group(1), 1, Integer::sum);
                }
            }
        }
        return changes;
    }
}
