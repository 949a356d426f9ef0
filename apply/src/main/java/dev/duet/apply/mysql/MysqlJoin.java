package dev.duet.apply.mysql;

import dev.duet.apply.RowWriter.MergeForm;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One statement that updates or deletes many rows: their values stand in it as a table `v`, which
/// is joined with the target `t` by the key. One thread, one table, one set of columns.
///
/// `v` is read first (`STRAIGHT_JOIN`), and each of its rows finds one of `t` by the key's index:
/// nothing else is read or locked. The statement says how many rows it found, not which.
///
/// MySQL gives a column of `v` one type for all its values. That type holds each of them, but for
/// decimals that need more than 65 digits together: those it cuts, in a query without a word. They
/// are kept out, see [#holds], and not left to how strict a session is.
final class MysqlJoin {
    private static final int DECIMAL_DIGITS_MAX = 65;
    private static final int DECIMAL_SCALE_MAX = 30;

    private final Shape shape;
    private final List<MysqlParameter> types;
    private final List<Slot> slots = new ArrayList<>();
    private final StringBuilder on = new StringBuilder();
    private final StringBuilder set = new StringBuilder();
    private final StringBuilder where = new StringBuilder();

    /// A column of `v`.
    ///
    /// @param column the column of the shape whose values it has
    /// @param after whether it has them from the after-images
    private record Slot(int column, boolean after) {
        Row of(Row before, Row afterwards) {
            return after ? afterwards : before;
        }
    }

    private MysqlJoin(Shape shape, List<MysqlParameter> types) {
        this.shape = shape;
        this.types = types;
        for (int i = 0; i < shape.keySize(); i++) {
            on.append(i == 0 ? "" : " AND ").append(own(i)).append(" = ").append(slot(i, false));
        }
    }

    /// @param touched none of the key: a row must not leave the key by which the next is found
    static MysqlJoin update(Shape shape, List<MysqlParameter> types, BitSet touched) {
        MysqlJoin join = new MysqlJoin(shape, types);
        for (int i : touched.stream().toArray()) {
            String fresh = join.slot(i, true);
            join.assign(join.own(i), fresh);
            if (shape.columns().get(i).exact()) {
                String old = join.equality(i, join.slot(i, false));
                join.condition("(" + old + " OR " + join.equality(i, fresh) + ")");
            }
        }
        return join;
    }

    /// @param form writes none of the key
    static MysqlJoin merge(Shape shape, List<MysqlParameter> types, MergeForm form) {
        MysqlJoin join = new MysqlJoin(shape, types);
        for (int i = 0; i < shape.size(); i++) {
            String own = join.own(i);
            if (form.guarded().get(i)) {
                String stands = join.equality(i, join.slot(i, false));
                join.assign(own, "IF(" + stands + ", " + join.slot(i, true) + ", " + own + ")");
            } else if (form.free().get(i)) {
                join.assign(own, join.slot(i, true));
            } else if (form.added().get(i)) {
                join.assign(own, "COALESCE(" + own + ", 0) + " + join.slot(i, true));
            }
        }
        for (int i : form.row().stream().toArray()) {
            join.condition(join.equality(i, join.slot(i, false)));
        }
        return join;
    }

    static MysqlJoin delete(Shape shape, List<MysqlParameter> types, BitSet guarded) {
        MysqlJoin join = new MysqlJoin(shape, types);
        for (int i : guarded.stream().toArray()) {
            join.condition(join.equality(i, join.slot(i, false)));
        }
        return join;
    }

    /// How many values a row takes.
    int width() {
        return slots.size();
    }

    /// Whether all values of each column have a common type.
    boolean holds(List<Row> before, List<Row> after) {
        for (Slot slot : slots) {
            int digits = 0;
            int scale = 0;
            for (int r = 0; r < before.size(); r++) {
                if (slot.of(before.get(r), after.get(r)).get(slot.column())
                        instanceof BigDecimal number) {
                    digits = Math.max(digits, number.precision() - number.scale());
                    scale = Math.max(scale, number.scale());
                }
            }
            if (digits + scale > DECIMAL_DIGITS_MAX || scale > DECIMAL_SCALE_MAX) {
                return false;
            }
        }
        return true;
    }

    /// Runs it and says how many rows of the target it found.
    ///
    /// @param after for a delete, the before-images again
    int execute(Connection connection, List<Row> before, List<Row> after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(before.size()))) {
            int p = 1;
            for (int r = 0; r < before.size(); r++) {
                for (Slot slot : slots) {
                    Row row = slot.of(before.get(r), after.get(r));
                    MysqlParameter type = types.get(slot.column());
                    MysqlBinding.bind(statement, p++, type, row.get(slot.column()));
                }
            }
            return statement.executeUpdate();
        }
    }

    private String sql(int rows) {
        String row =
                slots.stream()
                        .map(slot -> types.get(slot.column()).placeholder())
                        .collect(Collectors.joining(", ", "ROW(", ")"));
        String names =
                IntStream.range(0, slots.size())
                        .mapToObj(i -> "c" + i)
                        .collect(Collectors.joining(", "));
        String joined =
                "(VALUES "
                        + String.join(", ", Collections.nCopies(rows, row))
                        + ") AS v("
                        + names
                        + ") STRAIGHT_JOIN "
                        + MysqlName.of(shape)
                        + " AS t ON "
                        + on;
        return (set.isEmpty() ? "DELETE t FROM " + joined : "UPDATE " + joined + " SET " + set)
                + (where.isEmpty() ? "" : " WHERE " + where);
    }

    private String slot(int column, boolean after) {
        slots.add(new Slot(column, after));
        return "v.c" + (slots.size() - 1);
    }

    private String own(int column) {
        return "t." + MysqlName.of(shape.columns().get(column));
    }

    private String equality(int column, String value) {
        return types.get(column).equality(own(column), value);
    }

    private void assign(String own, String value) {
        set.append(set.isEmpty() ? "" : ", ").append(own).append(" = ").append(value);
    }

    private void condition(String condition) {
        where.append(where.isEmpty() ? "" : " AND ").append(condition);
    }
}
