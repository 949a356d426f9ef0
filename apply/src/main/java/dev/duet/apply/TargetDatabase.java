package dev.duet.apply;

import java.sql.SQLException;
import java.time.Duration;

/// What differs between the databases when rows are written and read. Stateless but for the
/// statement texts of its [RowWriter] and its [TableReader].
public interface TargetDatabase {
    /// Says what an error means for the transaction that met it.
    Failure classify(SQLException error);

    /// Whether the error says that a key or a unique value is there already.
    boolean isDuplicate(SQLException error);

    /// Whether the error says that a row refers to none, or that others refer to it still.
    boolean isForeignKey(SQLException error);

    /// Asks for the microseconds since 1970 by the database's clock, as it is at that moment.
    String clockQuery();

    /// Lets a session wait no longer for a lock; at least until the transaction ends.
    String limitLockWait(Duration most);

    /// A writer for one direction's thread.
    RowWriter rowWriter();

    /// Inserts rows without their key, for one thread.
    GeneratedKeys generatedKeys();

    /// A reader for one thread.
    TableReader tableReader();
}
