package dev.duet.apply.postgres;

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

/// PostgreSQL as a target. Stateless.
public final class PostgresTarget implements TargetDatabase {
    /// SQLSTATE classes: connection, rollback, resources, operator intervention, system error.
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");

    /// lock_not_available, idle_in_transaction timeout, read_only_sql_transaction (a failover under
    /// way).
    private static final Set<String> TRANSIENT_STATES = Set.of("55P03", "25P03", "25006");

    /// Data exception, integrity constraint, with check option, raise in a trigger.
    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "44", "P0");

    /// foreign_key_violation, and restrict_violation under ON DELETE RESTRICT.
    private static final Set<String> FOREIGN_KEY_STATES = Set.of("23503", "23001");

    @Override
    public Failure classify(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() < 5) {
            boolean passing =
                    error instanceof SQLTransientException
                            || error instanceof SQLRecoverableException;
            return passing ? Failure.TRANSIENT : Failure.FATAL;
        }
        String group = state.substring(0, 2);
        if (TRANSIENT_STATES.contains(state) || TRANSIENT_CLASSES.contains(group)) {
            return Failure.TRANSIENT;
        }
        return DATA_CLASSES.contains(group) ? Failure.DATA : Failure.FATAL;
    }

    @Override
    public boolean isDuplicate(SQLException error) {
        return "23505".equals(error.getSQLState());
    }

    @Override
    public boolean isForeignKey(SQLException error) {
        return error.getSQLState() != null && FOREIGN_KEY_STATES.contains(error.getSQLState());
    }

    @Override
    public String clockQuery() {
        return "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    }

    @Override
    public String limitLockWait(Duration most) {
        return "SET LOCAL lock_timeout = " + most.toMillis();
    }

    @Override
    public RowWriter rowWriter() {
        return new PostgresRowWriter();
    }

    @Override
    public GeneratedKeys generatedKeys() {
        return new PostgresGeneratedKeys();
    }

    @Override
    public TableReader tableReader() {
        return new PostgresTableReader();
    }
}
