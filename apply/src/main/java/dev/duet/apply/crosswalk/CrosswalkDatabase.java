package dev.duet.apply.crosswalk;

import dev.duet.apply.Failure;
import dev.duet.apply.GeneratedKeys;
import dev.duet.apply.RowWriter;
import dev.duet.apply.TableReader;
import dev.duet.apply.TargetDatabase;

import java.sql.SQLException;
import java.time.Duration;

/// A database that takes rows with keys of the peer's in them.
///
/// @param database the same without
/// @param pairs which of its keys they are
public record CrosswalkDatabase(TargetDatabase database, Pairs pairs) implements TargetDatabase {
    @Override
    public Failure classify(SQLException error) {
        return database.classify(error);
    }

    @Override
    public boolean isDuplicate(SQLException error) {
        return database.isDuplicate(error);
    }

    @Override
    public boolean isForeignKey(SQLException error) {
        return database.isForeignKey(error);
    }

    @Override
    public String clockQuery() {
        return database.clockQuery();
    }

    @Override
    public String limitLockWait(Duration most) {
        return database.limitLockWait(most);
    }

    @Override
    public RowWriter rowWriter() {
        return new CrosswalkRowWriter(database.rowWriter(), database.generatedKeys(), pairs);
    }

    @Override
    public GeneratedKeys generatedKeys() {
        return database.generatedKeys();
    }

    @Override
    public TableReader tableReader() {
        return new CrosswalkTableReader(database.tableReader());
    }
}
