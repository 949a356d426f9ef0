package dev.duet.apply.mysql;

import com.mysql.cj.exceptions.StatementIsClosedException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;

import dev.duet.apply.Failure;
import dev.duet.apply.GeneratedKeys;
import dev.duet.apply.RowWriter;
import dev.duet.apply.TableReader;
import dev.duet.apply.TargetDatabase;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;

/// MySQL as a target. Stateless.
public final class MysqlTarget implements TargetDatabase {
    /// Disk full, table full, too many connections, shutdown, lock wait, deadlock, read-only (a
    /// failover under way), lock wait under NOWAIT, query interrupted, execution time exceeded,
    /// temporary file trouble.
    private static final Set<Integer> TRANSIENT_CODES =
            Set.of(1021, 1114, 1040, 1053, 1205, 1213, 1290, 1836, 3572, 1317, 3024, 1030, 1026);

    /// Data too long or out of range for its column, a check constraint, and others without a
    /// telling SQLSTATE.
    private static final Set<Integer> DATA_CODES =
            Set.of(1264, 1265, 1366, 1406, 3819, 3140, 1411, 1292, 1690, 1364);

    private static final Set<Integer> FOREIGN_KEY_CODES = Set.of(1216, 1217, 1451, 1452);

    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "45");

    @Override
    public Failure classify(SQLException error) {
        if (error instanceof PacketTooBigException || error.getErrorCode() == 1153) {
            return Failure.DATA; // the row itself is larger than max_allowed_packet
        }
        if (TRANSIENT_CODES.contains(error.getErrorCode())) {
            return Failure.TRANSIENT;
        }
        String state = error.getSQLState();
        String group = state == null || state.length() < 2 ? "" : state.substring(0, 2);
        if (DATA_CODES.contains(error.getErrorCode()) || DATA_CLASSES.contains(group)) {
            return Failure.DATA;
        }
        boolean passing =
                group.equals("08")
                        || group.equals("40")
                        // the driver's word when the connection broke in the midst of a batch
                        || error.getCause() instanceof StatementIsClosedException
                        || error instanceof SQLTransientException
                        || error instanceof SQLRecoverableException;
        return passing ? Failure.TRANSIENT : Failure.FATAL;
    }

    @Override
    public boolean isDuplicate(SQLException error) {
        return error.getErrorCode() == 1062;
    }

    @Override
    public boolean isForeignKey(SQLException error) {
        return FOREIGN_KEY_CODES.contains(error.getErrorCode());
    }

    @Override
    public String clockQuery() {
        return "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6))";
    }

    @Override
    public String limitLockWait(Duration most) {
        return "SET innodb_lock_wait_timeout = " + Math.max(1, most.toSeconds());
    }

    @Override
    public RowWriter rowWriter() {
        return new MysqlRowWriter();
    }

    @Override
    public GeneratedKeys generatedKeys() {
        return new MysqlGeneratedKeys();
    }

    @Override
    public TableReader tableReader() {
        return new MysqlTableReader();
    }
}
