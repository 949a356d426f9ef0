package dev.duet.deploy.support;

import dev.duet.schemas.bookkeeping.Bookkeeping;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// placeholder for duet init
public final class RoadInit {
    private RoadInit() {}

    public static void run(Connection pg, Connection my, List<String> tables) throws SQLException {
        for (String sql : Bookkeeping.postgresStatements()) exec(pg, sql);
        for (String sql : Bookkeeping.mysqlStatements()) exec(my, sql);
        for (String t : tables) exec(pg, "ALTER TABLE " + t + " REPLICA IDENTITY FULL");
        exec(pg, "CREATE PUBLICATION duet FOR TABLE duet.checkpoint, " + String.join(", ", tables));
        String lsn =
                one(
                        pg,
                        "SELECT lsn::text FROM pg_create_logical_replication_slot('duet',"
                                + " 'pgoutput')");
        exec(pg, "INSERT INTO duet.system (name, incarnation) VALUES ('crm', 'pgnonce')");
        exec(my, "INSERT INTO duet.`system` (name, incarnation) VALUES ('erp', 'mynonce')");
        exec(pg, "INSERT INTO duet.lease VALUES ('duet', '', 0, now())");
        exec(my, "INSERT INTO duet.lease VALUES ('duet', '', 0, now())");
        String gtid;
        try (Statement s = my.createStatement();
                ResultSet r = s.executeQuery("SHOW BINARY LOG STATUS")) {
            r.next();
            gtid =
                    "gtid:"
                            + r.getString("Executed_Gtid_Set").replaceAll("\\s", "")
                            + "@"
                            + r.getString("File")
                            + ":0";
        }
        String cols =
                "INSERT INTO duet.checkpoint (source, position, clock, counter,"
                        + " source_resume_position, source_resume_clock, target_resume_position,"
                        + " target_resume_clock, source_clean, target_clean, incarnation,"
                        + " fencing_token) VALUES (";
        exec(
                pg,
                cols
                        + "'erp','"
                        + gtid
                        + "',0,0,'"
                        + gtid
                        + "',0,'"
                        + lsn
                        + "',0,'"
                        + gtid
                        + "','"
                        + lsn
                        + "','mynonce',0)");
        exec(
                my,
                cols
                        + "'crm','"
                        + lsn
                        + "',0,0,'"
                        + lsn
                        + "',0,'"
                        + gtid
                        + "',0,'"
                        + lsn
                        + "','"
                        + gtid
                        + "','pgnonce',0)");
    }

    private static void exec(Connection c, String sql) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static String one(Connection c, String sql) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            r.next();
            return r.getString(1);
        }
    }
}
