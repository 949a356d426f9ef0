package dev.duet.deploy.lookup;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TargetDatabase;
import dev.duet.mapping.fields.CannotLookUp;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/// Asks the table itself, each time on a connection of the pool. Any thread may ask.
///
/// A database may take texts for equal that are not: only exact ones count.
final class TableRows implements ReferenceRows {
    private static final int MOST = 100;

    private final String name;
    private final DataSource reads;
    private final TargetDatabase database;
    private final Shape byKey;
    private final Shape byValue;

    /// @param reads connections without auto-commit
    TableRows(
            String name,
            TableName table,
            Column key,
            Column value,
            DataSource reads,
            TargetDatabase database) {
        this.name = name;
        this.reads = reads;
        this.database = database;
        this.byKey = new Shape(name, table, List.of(key, value), 1);
        this.byValue = new Shape(name, table, List.of(value, key), 1);
    }

    @Override
    public List<Pair> with(Column by, Object asked) {
        boolean isKey = by.equals(byKey.columns().getFirst());
        Shape shape = isKey ? byKey : byValue;
        Row bound = Row.of(asked, null);
        List<Pair> pairs = new ArrayList<>();
        for (Row row : rows(shape, new KeyRange(bound, true, bound))) {
            @Nullable Object other = row.get(1);
            if (asked.equals(row.get(0)) && other != null && !(other instanceof Unreadable)) {
                pairs.add(isKey ? new Pair(asked, other) : new Pair(other, asked));
            }
        }
        return pairs;
    }

    private List<Row> rows(Shape shape, KeyRange range) {
        try (Connection connection = reads.getConnection()) {
            List<Row> rows = database.tableReader().chunk(connection, shape, range, MOST);
            connection.rollback();
            return rows;
        } catch (SQLException e) {
            throw new CannotLookUp(name, e);
        }
    }
}
