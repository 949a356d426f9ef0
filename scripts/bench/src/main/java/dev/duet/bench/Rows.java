package dev.duet.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// Looks at the synced table of both systems: whether a row has arrived, and whether all rows are
/// the same.
final class Rows {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int FETCH = 1_000;

    private final Testbed testbed;

    Rows(Testbed testbed) {
        this.testbed = testbed;
    }

    /// Asks without a pause until the row is there.
    static void awaitRow(PreparedStatement exists, int id) throws SQLException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        exists.setInt(1, id);
        while (!isThere(exists)) {
            if (System.nanoTime() > deadline) {
                throw new BenchFailed(
                        "row %d did not arrive within %d s".formatted(id, LIMIT.toSeconds()));
            }
        }
    }

    static boolean isThere(PreparedStatement exists) throws SQLException {
        try (ResultSet row = exists.executeQuery()) {
            return row.next();
        }
    }

    /// Writes a row at the way's source and waits until it is at the target: then the whole of the
    /// source's log before it has been dealt with, echoes included.
    void sendThrough(Way way, int id) throws SQLException, InterruptedException {
        ItemTable from = Testbed.table(way.source());
        ItemTable to = Testbed.table(way.target());
        try (Connection source = testbed.open(way.source());
                Connection target = testbed.open(way.target());
                PreparedStatement insert = source.prepareStatement(from.insert());
                PreparedStatement exists = target.prepareStatement(to.exists())) {
            Item.of(id, 0).bind(insert);
            insert.executeBatch();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            exists.setInt(1, id);
            while (!isThere(exists)) {
                if (System.nanoTime() > deadline) {
                    throw new BenchFailed("%s: row %d got lost".formatted(way.label(), id));
                }
                Thread.sleep(2);
            }
        }
    }

    /// Compares both sides row for row from a key on.
    ///
    /// @return how many rows they have
    /// @throws BenchFailed at the first difference
    long requireEqual(int firstId) throws SQLException {
        ItemTable postgres = ItemTable.POSTGRES;
        ItemTable mysql = ItemTable.MYSQL;
        try (Connection left = testbed.open(Testbed.POSTGRES);
                Connection right = testbed.open(Testbed.MYSQL);
                PreparedStatement leftQuery = left.prepareStatement(postgres.from());
                PreparedStatement rightQuery = right.prepareStatement(mysql.from())) {
            left.setAutoCommit(false); // else the driver takes all rows at once
            leftQuery.setFetchSize(FETCH);
            rightQuery.setFetchSize(Integer.MIN_VALUE); // Connector/J's word for one by one
            leftQuery.setInt(1, firstId);
            rightQuery.setInt(1, firstId);
            try (ResultSet leftRows = leftQuery.executeQuery();
                    ResultSet rightRows = rightQuery.executeQuery()) {
                return requireEqual(leftRows, rightRows);
            } finally {
                left.rollback();
            }
        }
    }

    private static long requireEqual(ResultSet left, ResultSet right) throws SQLException {
        long count = 0;
        while (true) {
            boolean more = left.next();
            if (more != right.next()) {
                throw new BenchFailed(
                        "after %d equal rows %s has no more, the other has"
                                .formatted(count, more ? Testbed.MYSQL : Testbed.POSTGRES));
            }
            if (!more) {
                return count;
            }
            Item one = Item.read(left);
            Item other = Item.read(right);
            if (!one.equals(other)) {
                throw new BenchFailed(
                        "the two sides differ after %d equal rows:%n  %s %s%n  %s %s"
                                .formatted(count, Testbed.POSTGRES, one, Testbed.MYSQL, other));
            }
            count++;
        }
    }
}
