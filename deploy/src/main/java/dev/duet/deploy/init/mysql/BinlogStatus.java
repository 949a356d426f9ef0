package dev.duet.deploy.init.mysql;

import dev.duet.deploy.init.CannotInitialise;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Where MySQL's log is now. Stateless.
public final class BinlogStatus {
    private static final String MEND =
            "Run 'duet check': it has the settings that MySQL needs. Then run 'duet init' again.";

    private BinlogStatus() {}

    /// Everything that is executed by now; the offset is left at 0, since GTIDs decide.
    public static BinlogPosition read(Connection connection, String system) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            if (!row.next()) {
                throw new CannotInitialise(system + ": MySQL writes no binary log", MEND);
            }
            String gtids = row.getString("Executed_Gtid_Set").replace("\n", "");
            if (gtids.isEmpty()) {
                throw new CannotInitialise(
                        system + ": MySQL writes no GTIDs into its log (gtid_mode)", MEND);
            }
            return new BinlogPosition(GtidSet.parse(gtids), row.getString("File"), 0);
        }
    }
}
