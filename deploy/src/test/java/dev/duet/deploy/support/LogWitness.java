package dev.duet.deploy.support;

import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads both logs with the databases' own tools: a second slot with test_decoding, and
/// mysqlbinlog. One thread.
///
/// It shares nothing with Duet's way of reading, so it can bear witness about it.
public final class LogWitness {
    private static final Pattern POSTGRES_ROW =
            Pattern.compile("table ([\\w.]+): (INSERT|UPDATE|DELETE):.*", Pattern.DOTALL);
    private static final Pattern MYSQL_ROW =
            Pattern.compile("### (?:INSERT INTO|UPDATE|DELETE FROM) `(\\w+)`\\.`(\\w+)`");
    private static final Pattern MYSQL_GTID =
            Pattern.compile("SET @@SESSION\\.GTID_NEXT= '([^']+:(\\d+))'.*");
    private static final Pattern MYSQL_VALUE = Pattern.compile("###   @(\\d+)=(.*)");
    private static final String MYSQL_POSITION = "2";
    private static final String MYSQL_CLOCK = "3";
    private static final String MYSQL_COUNTER = "4";

    private static final Pattern MYSQL_TIME =
            Pattern.compile("# original_commit_timestamp=(\\d+).*");

    private final Workbench workbench;
    private final Map<String, List<String>> watched;
    private final List<Logged> postgres = new ArrayList<>();

    public LogWitness(Workbench workbench) {
        this(workbench, Map.of());
    }

    /// Also gives the rows of these tables, which have the same names on both sides; of ours, too.
    ///
    /// @param watched the columns of each in their order
    public LogWitness(Workbench workbench, Map<String, List<String>> watched) {
        this.workbench = workbench;
        this.watched = Map.copyOf(watched);
    }

    /// Those of Duet's transactions that wrote rows and moved no position: repairs.
    public List<Logged> repairs(Shop shop) throws SQLException {
        List<Logged> repairs = new ArrayList<>();
        Position reached = null;
        for (Logged each : transactions(shop)) {
            if (each.isOurs()) {
                Position position = each.marker().orElseThrow().position();
                boolean moved = reached == null || position.isAfter(reached);
                if (each.rows() > 0 && !moved) {
                    repairs.add(each);
                }
                reached = position;
            }
        }
        return repairs;
    }

    /// Every transaction since init that wrote mapped tables or the checkpoint row, in commit
    /// order.
    public List<Logged> transactions(Shop shop) throws SQLException {
        return shop == Shop.CRM ? postgres() : mysql();
    }

    private List<Logged> postgres() throws SQLException {
        Connection connection = workbench.connection(Shop.CRM);
        List<String> lines =
                Sql.rows(
                        connection,
                        "SELECT lsn, data FROM pg_logical_slot_get_changes('witness', NULL, NULL,"
                                + " 'include-xids', 'on', 'skip-empty-xacts', 'on',"
                                + " 'include-timestamp', 'on')");
        Logged.Draft draft = new Logged.Draft("");
        for (String row : lines) {
            int bar = row.indexOf('|');
            long lsn = Lsn.parse(row.substring(0, bar)).ordinal();
            String line = row.substring(bar + 1);
            if (line.startsWith("BEGIN ")) {
                draft = new Logged.Draft(line.substring("BEGIN ".length()));
            } else if (line.startsWith("COMMIT ")) {
                draft.end(lsn);
                draft.time(
                        line.substring(line.indexOf("(at ") + 4, line.lastIndexOf(')')),
                        Logged.Draft.POSTGRES_TIME);
                keep(postgres, draft.finished());
            } else {
                postgresRow(line, draft);
            }
        }
        return List.copyOf(postgres);
    }

    private void postgresRow(String line, Logged.Draft draft) {
        Matcher row = POSTGRES_ROW.matcher(line);
        if (!row.matches()) {
            throw new IllegalStateException("test_decoding said: " + line);
        }
        String table = row.group(1);
        if (table.equals("duet.checkpoint")) {
            int from = Math.max(0, line.indexOf(" new-tuple: "));
            draft.marker(
                    between(line, from, " \"position\"[text]:'", "'"), // a keyword: quoted
                    between(line, from, " counter[bigint]:", " "),
                    between(line, from, " clock[bigint]:", " "));
            return;
        }
        String name = table.substring(table.indexOf('.') + 1);
        if (Shop.CRM.tables().contains(name)) {
            draft.row();
        } else if (watched.containsKey(name)) {
            draft.row(LoggedRow.ofPostgres(name, row.group(2), line));
        }
    }

    private static String between(String line, int from, String before, String after) {
        int begin = line.indexOf(before, from) + before.length();
        return line.substring(begin, line.indexOf(after, begin));
    }

    private List<Logged> mysql() throws SQLException {
        List<String> files =
                Sql.rows(workbench.connection(Shop.ERP), "SHOW BINARY LOGS").stream()
                        .map(row -> row.substring(0, row.indexOf('|')))
                        .toList();
        List<String> command = new ArrayList<>(workbench.server(Shop.ERP).client("mysqlbinlog"));
        command.addAll(
                List.of(
                        "--no-defaults",
                        "--read-from-remote-server",
                        "--protocol=tcp",
                        "--host=" + workbench.server(Shop.ERP).host(),
                        "--port=" + workbench.server(Shop.ERP).port(),
                        "--user=" + workbench.server(Shop.ERP).user(),
                        "--verbose",
                        "--base64-output=DECODE-ROWS"));
        command.addAll(files);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("MYSQL_PWD", workbench.server(Shop.ERP).password()));
        try {
            Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                List<Logged> found = new MysqlLines().read(lines);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("mysqlbinlog failed");
                }
                return found;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keep(List<Logged> found, Logged transaction) {
        if (transaction.isOurs() || transaction.rows() > 0) {
            found.add(transaction);
        }
    }

    /// The state of reading what mysqlbinlog prints, line by line.
    private final class MysqlLines {
        private final List<Logged> found = new ArrayList<>();
        private String time = "";
        private LoggedRow.Mysql open = new LoggedRow.Mysql("", List.of());
        private Logged.Draft draft = new Logged.Draft("");
        private boolean inCheckpoint;
        private String position = "";
        private String clock = "";

        List<Logged> read(BufferedReader lines) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
            return found;
        }

        private void take(String line) {
            if (line.startsWith("COMMIT")) {
                endRow();
                keep(found, draft.finished());
                draft = new Logged.Draft("");
                return;
            }
            Matcher gtid = MYSQL_GTID.matcher(line);
            if (gtid.matches()) {
                draft = new Logged.Draft(gtid.group(1));
                draft.end(
                        Long.parseLong(
                                gtid.group(1).substring(gtid.group(1).lastIndexOf(':') + 1)));
                draft.time(time);
                return;
            }
            Matcher at = MYSQL_TIME.matcher(line);
            if (at.matches()) {
                time = at.group(1);
                return;
            }
            Matcher row = MYSQL_ROW.matcher(line);
            if (row.matches()) {
                endRow();
                inCheckpoint = row.group(2).equals("checkpoint") && row.group(1).equals("duet");
                if (row.group(1).equals("erp") && Shop.ERP.tables().contains(row.group(2))) {
                    draft.row();
                } else if (watched.containsKey(row.group(2))) {
                    open = new LoggedRow.Mysql(row.group(2), watched.get(row.group(2)));
                }
                return;
            }
            open.section(line);
            Matcher value = MYSQL_VALUE.matcher(line);
            if (value.matches()) {
                open.value(Integer.parseInt(value.group(1)), value.group(2));
            }
            if (inCheckpoint && value.matches()) {
                // Before-image and after-image come in this order: the later one stays.
                if (value.group(1).equals(MYSQL_POSITION)) {
                    position = value.group(2).substring(1, value.group(2).lastIndexOf('\''));
                } else if (value.group(1).equals(MYSQL_CLOCK)) {
                    clock = value.group(2);
                } else if (value.group(1).equals(MYSQL_COUNTER)) {
                    draft.marker(position, value.group(2), clock);
                }
            }
        }

        private void endRow() {
            if (!open.table().isEmpty()) {
                draft.row(open.finished());
            }
            open = new LoggedRow.Mysql("", List.of());
        }
    }
}
