package dev.duet.apply.mysql;

import dev.duet.apply.Failure;
import dev.duet.apply.RowWriter;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes rows to MySQL, many in a statement. One thread.
///
/// Updates, merges and deletes are first tried as a [MysqlJoin]. Where it did not find all rows, or
/// was refused, a [MysqlStatementPerRow] says which rows, and how: what this writer returns and
/// throws does not depend on how many rows it was given.
///
/// Needs a connection with `rewriteBatchedStatements`, `allowMultiQueries` and found-row counts.
final class MysqlRowWriter implements RowWriter {
    private static final MysqlTarget TARGET = new MysqlTarget();

    private final Map<Shape, MysqlStatementPerRow> perRow = new HashMap<>();

    private MysqlStatementPerRow perRow(Shape shape) {
        return perRow.computeIfAbsent(
                shape,
                key ->
                        new MysqlStatementPerRow(
                                key, key.columns().stream().map(MysqlParameters::of).toList()));
    }

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        MysqlInsert insert = new MysqlInsert(shape, perRow(shape).types(), 0);
        try (PreparedStatement statement = connection.prepareStatement(insert.sql())) {
            insert.bind(statement, rows);
            statement.executeBatch();
        }
        return new BitSet();
    }

    @Override
    public boolean fill(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        return MysqlLoadData.isPermitted(connection)
                && new MysqlLoadData(shape, perRow(shape).types()).run(connection, rows);
    }

    @Override
    public BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        MysqlStatementPerRow single = perRow(shape);
        if (before.size() <= 1 || touched.nextSetBit(0) < shape.keySize()) {
            return single.update(connection, touched, before, after);
        }
        MysqlJoin join = MysqlJoin.update(shape, single.types(), touched);
        BitSet missing = new BitSet();
        for (MysqlChunk chunk : MysqlChunk.of(before, after, join.width())) {
            if (!updatesAll(connection, join, chunk)) {
                chunk.add(
                        single.update(connection, touched, chunk.before(), chunk.after()), missing);
            }
        }
        return missing;
    }

    /// What it wrote where it did not find all, a statement per row finds written.
    private static boolean updatesAll(Connection connection, MysqlJoin join, MysqlChunk chunk)
            throws SQLException {
        if (chunk.size() == 1 || !join.holds(chunk.before(), chunk.after())) {
            return false;
        }
        try {
            return join.execute(connection, chunk.before(), chunk.after()) == chunk.size();
        } catch (SQLException e) {
            return leaveToEachRow(e);
        }
    }

    @Override
    public BitSet merge(
            Connection connection,
            Shape shape,
            MergeForm wanted,
            List<Row> expected,
            List<Row> values)
            throws SQLException {
        MergeForm form = wanted.exact(shape);
        MysqlStatementPerRow single = perRow(shape);
        if (expected.size() <= 1) {
            return single.merge(connection, form, expected, values);
        }
        MysqlJoin join = MysqlJoin.merge(shape, single.types(), form);
        BitSet missing = new BitSet();
        for (MysqlChunk chunk : MysqlChunk.of(expected, values, join.width())) {
            if (!writesAllOrNothing(connection, join, chunk)) {
                chunk.add(single.merge(connection, form, chunk.before(), chunk.after()), missing);
            }
        }
        return missing;
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet wanted)
            throws SQLException {
        BitSet guarded = shape.exact(wanted);
        MysqlStatementPerRow single = perRow(shape);
        if (expected.size() <= 1) {
            return single.delete(connection, expected, guarded);
        }
        MysqlJoin join = MysqlJoin.delete(shape, single.types(), guarded);
        BitSet missing = new BitSet();
        for (MysqlChunk chunk : MysqlChunk.of(expected, expected, join.width())) {
            if (!writesAllOrNothing(connection, join, chunk)) {
                chunk.add(single.delete(connection, chunk.before(), guarded), missing);
            }
        }
        return missing;
    }

    /// What it did where it did not find all is undone: of a row that is gone nobody could say
    /// whether it had been there, and a difference must not be added twice.
    private static boolean writesAllOrNothing(
            Connection connection, MysqlJoin join, MysqlChunk chunk) throws SQLException {
        if (chunk.size() == 1 || !join.holds(chunk.before(), chunk.after())) {
            return false;
        }
        Savepoint before = connection.setSavepoint();
        boolean all;
        try {
            all = join.execute(connection, chunk.before(), chunk.after()) == chunk.size();
        } catch (SQLException e) {
            all = leaveToEachRow(e);
        }
        if (!all) {
            connection.rollback(before);
        }
        connection.releaseSavepoint(before);
        return all;
    }

    /// A refused statement has written nothing; but a failure that passes concerns the transaction.
    private static boolean leaveToEachRow(SQLException refused) throws SQLException {
        if (TARGET.classify(refused) == Failure.TRANSIENT) {
            throw refused;
        }
        return false;
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        MysqlStatementPerRow single = perRow(shape);
        String pairs =
                shape.columns().stream()
                        .map(
                                column ->
                                        "'"
                                                + column.name().replace("'", "''")
                                                + "', "
                                                + shown(column))
                        .collect(Collectors.joining(", "));
        String sql =
                "SELECT JSON_OBJECT("
                        + pairs
                        + ") FROM "
                        + MysqlName.of(shape)
                        + " WHERE "
                        + single.keyEquals()
                        + " FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < shape.keySize(); i++) {
                MysqlBinding.bind(statement, i + 1, single.types().get(i), identity.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /// A column as text for people: bytes in hexadecimal, the rest as the server writes it.
    private static String shown(Column column) {
        return switch (column.kind()) {
            case BYTES, BITS, GEOMETRY -> "HEX(" + MysqlName.of(column) + ")";
            default -> "CAST(" + MysqlName.of(column) + " AS CHAR)";
        };
    }
}
