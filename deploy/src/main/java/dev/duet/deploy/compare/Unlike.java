package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Key;

import java.sql.SQLException;

/// A record that the sides do not have alike, as it was when it was last looked at. Immutable.
///
/// @param first its version is empty where the row is written all the time
/// @param isCertain whether the sync has come past all that was written of it
/// @param isSteady whether it was so at the look before, too
record Unlike(
        Likeness likeness,
        Key key,
        Seen first,
        Seen second,
        Reason reason,
        boolean isCertain,
        boolean isSteady) {
    String entity() {
        return likeness.canonical().entity();
    }

    RecordKey record() {
        return new RecordKey(entity(), key);
    }

    String name() {
        return likeness.name(key);
    }

    /// Takes those that differ.
    interface Sink {
        /// Wants none.
        Sink NONE =
                new Sink() {
                    @Override
                    public void unlike(Unlike it) {}

                    @Override
                    public void changing(Key key) {}
                };

        void unlike(Unlike it) throws SQLException;

        /// One that kept changing, so that nobody can say.
        void changing(Key key) throws SQLException;
    }
}
