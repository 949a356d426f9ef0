package dev.duet.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A stand-in for the checkpoint row, for what writes without Duet.
final class RawMarker {
    static final String CREATE =
            "CREATE TABLE marker_raw (source varchar(64) PRIMARY KEY, counter bigint NOT NULL,"
                    + " position varchar(500) NOT NULL, written_at timestamp(6) NULL)";
    static final String FIRST =
            "INSERT INTO marker_raw (source, counter, position) VALUES ('raw', 0, '')";

    private static final String ADVANCE =
            "UPDATE marker_raw SET counter = counter + 1, position = ?, written_at ="
                    + " CURRENT_TIMESTAMP(6) WHERE source = 'raw'";
    private static final String POSITION =
            "gtid:00000000-0000-0000-0000-000000000000:1-123456789@binlog.000042:1";

    private RawMarker() {}

    static void advance(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setString(1, POSITION);
            statement.executeUpdate();
        }
    }
}
