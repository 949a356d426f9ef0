package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Whether the log still has what the checkpoint needs, and is the same log. One thread.
public final class BinlogCheck {
    private static final String GTIDS =
            "SELECT @@GLOBAL.gtid_executed AS executed, @@GLOBAL.gtid_purged AS purged";

    private BinlogCheck() {}

    /// @param resume from where the log must be read again, as the other database's checkpoint says
    public static void run(
            Connection connection, Optional<Position> resume, Findings.InSystem findings)
            throws SQLException {
        if (resume.isEmpty() || !(resume.get() instanceof BinlogPosition from)) {
            return;
        }
        Row row = Rows.of(connection, GTIDS).rows().getFirst();
        GtidSet executed = GtidSet.parse(row.text("executed").replace("\n", ""));
        GtidSet purged = GtidSet.parse(row.text("purged").replace("\n", ""));
        GtidSet lost = purged.minus(from.gtids());
        if (!lost.isEmpty()) {
            findings.add(
                    MysqlCode.LOG_PURGED,
                    "gtid_purged",
                    "needed and gone: " + lost,
                    Mend.words(
                            "Begin again with 'duet init' as it says, and compare both sides. Keep"
                                    + " the log longer: binlog_expire_logs_seconds."));
        }
        GtidSet unknown = from.gtids().minus(executed);
        if (!unknown.isEmpty()) {
            findings.add(
                    MysqlCode.LOG_RESET,
                    "gtid_executed",
                    "applied on the other side, and unknown here: " + unknown,
                    Mend.words(
                            "Begin again with 'duet init' as it says, and compare both sides: this"
                                    + " server was reset or restored."));
        }
    }
}
