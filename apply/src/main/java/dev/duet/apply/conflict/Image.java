package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A row as its log last showed it.
sealed interface Image {
    /// The log has not shown it since reading began.
    record Unknown() implements Image {}

    record Absent() implements Image {}

    /// There may be one: nothing was known of it when the other side inserted the record, which
    /// that may have without this side, and this side without that. Not what it must be until it
    /// was shown.
    record Supposed() implements Image {}

    record Present(Row row) implements Image {}

    Image UNKNOWN = new Unknown();
    Image ABSENT = new Absent();
    Image SUPPOSED = new Supposed();

    static Image of(@Nullable Row row) {
        return row == null ? ABSENT : new Present(row);
    }

    /// The row of a record with nothing in flight, where the other side's change has arrived.
    static Image found(NetChange change, EntityRules rules, Side side) {
        return change instanceof NetChange.Inserted && rules.mayStayAlone(side)
                ? SUPPOSED
                : of(change.base());
    }

    /// The image after the log has shown `row`, in which large values that did not change may be
    /// left out.
    default Image next(@Nullable Row row) {
        return row != null && this instanceof Present last
                ? new Present(completed(row, last.row))
                : of(row);
    }

    /// The row, with what it leaves out taken from the row before it.
    static Row completed(Row row, Row last) {
        @Nullable Object @Nullable [] values = null;
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) == Unchanged.VALUE) {
                values = values == null ? row.toArray() : values;
                values[i] = last.get(i);
            }
        }
        return values == null ? row : Row.of(values);
    }

    /// Whether the row is not what it must be: the audit (PROTOCOL 2.1).
    default boolean differsFrom(Shadow shadow, EntityRules rules) {
        if (shadow.presence() == Shadow.Presence.UNKNOWN) {
            return false;
        }
        return switch (this) {
            case Unknown unknown -> false;
            case Supposed supposed -> true;
            case Absent absent -> shadow.isAlive() && !shadow.isNothing(rules);
            case Present present -> !shadow.mayBeThere() || rowDiffers(present.row, shadow, rules);
        };
    }

    /// Whether both are a row, and say the same where that is not left alone.
    default boolean isSameRow(Image other, EntityRules rules) {
        if (!(this instanceof Present one && other instanceof Present two)) {
            return false;
        }
        for (int i = 0; i < rules.size(); i++) {
            @Nullable Object value = one.row.get(i);
            if (!rules.isIgnored(i)
                    && (value instanceof Unchanged || !Objects.equals(value, two.row.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean rowDiffers(Row row, Shadow shadow, EntityRules rules) {
        for (int i = rules.keySize(); i < row.size(); i++) {
            if (differs(row, shadow, rules, i)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one field is not what it must be.
    static boolean differs(Row row, Shadow shadow, EntityRules rules, int column) {
        return shadow.knows(column)
                && !rules.isIgnored(column)
                && !(row.get(column) instanceof Unchanged)
                && !Objects.equals(row.get(column), shadow.get(column));
    }
}
