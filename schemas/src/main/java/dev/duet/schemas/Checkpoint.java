package dev.duet.schemas;

/// The row each database keeps about its peer: up to where it has everything. Its change in the log
/// is the marker.
///
/// Written first in every target transaction, so that rows and position commit together.
///
/// @param source the system whose changes this database receives
/// @param position everything of the source's log up to here is in this database
/// @param clock the hybrid logical clock of that position
/// @param counter how many transactions Duet has written into this database; each marker has its
///   own
/// @param sourceResume from where the source's log must be read again after a restart
/// @param targetResume the same for this database's own log
/// @param sourceClean the greatest source position at which no record was awaiting repair
/// @param targetClean the same for this database's own log
/// @param incarnation the source's nonce: a rebuilt source has another
/// @param fencingToken of the lease under which it was written; a smaller one can write nothing any
///   more
public record Checkpoint(
        String source,
        Position position,
        long clock,
        long counter,
        Anchor sourceResume,
        Anchor targetResume,
        Position sourceClean,
        Position targetClean,
        String incarnation,
        long fencingToken) {

    /// The next marker, of a transaction that carries over nothing more of the source's log.
    public Checkpoint marked() {
        return withCounter(counter + 1);
    }

    /// The same with everything of the source's log up to a transaction.
    public Checkpoint upTo(Origin origin) {
        return reaching(origin.position(), Math.max(clock, origin.clock()));
    }

    /// The same with everything of the source's log up to a position.
    public Checkpoint reaching(Position to, long clockThere) {
        return new Checkpoint(
                source,
                to,
                clockThere,
                counter,
                sourceResume,
                targetResume,
                sourceClean,
                targetClean,
                incarnation,
                fencingToken);
    }

    /// The same under another counter.
    public Checkpoint withCounter(long other) {
        return new Checkpoint(
                source,
                position,
                clock,
                other,
                sourceResume,
                targetResume,
                sourceClean,
                targetClean,
                incarnation,
                fencingToken);
    }
}
