package dev.duet.apply.conflict;

import dev.duet.schemas.Change;

/// A table was truncated, of which the log does not say what rows it had. Thrown before the core
/// has taken anything of the transaction.
///
/// The core cannot take it as the delete of each row: it knows the rows that have something in
/// flight and no others, and nothing can tell it the others later, when a restart reads the entry
/// again and must come to the same. Asking the target's table is no way out: what was deleted there
/// by then would be missing the second time. So this is for the caller: have the table's truncation
/// become deletes where it happens (a PostgreSQL `BEFORE TRUNCATE` trigger that deletes the rows,
/// so that the log has them; MySQL has none, a right to `DROP` is needed there and can be
/// withheld), or stop with words and load the table anew.
public final class CannotNet extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotNet(Change.Truncate truncate) {
        super(
                truncate.shape().table()
                        + " was truncated, which both sides of a two-way sync cannot take as"
                        + " changes of records; delete the rows instead, or load the table anew");
    }
}
