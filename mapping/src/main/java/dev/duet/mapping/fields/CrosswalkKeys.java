package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.PeerKey;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;

import java.math.BigDecimal;
import java.util.OptionalLong;

/// `crosswalk` and `references`: both systems have a key of their own for a record. The canonical
/// one says where the record was made, and which key it got there: `crm:5`. So it is the same
/// whichever log it is read from, and known before the other side has the record.
///
/// @param entity whose records they are
/// @param own the system with the column
record CrosswalkKeys(String field, String entity, Place own, String peer) {
    static Ends of(String field, String entity, Place first, Place second) {
        return new Ends(
                new Column(field, "text", Kind.TEXT, first.column().nullable()),
                new CrosswalkKeys(field, entity, first, second.system()).end(),
                new CrosswalkKeys(field, entity, second, first.system()).end());
    }

    private Ends.End end() {
        if (!isWhole()) {
            throw new Misfit(
                    own.words() + " cannot hold a key that Duet pairs: these are whole numbers",
                    "let the column be an integer type, or map the key as it is, without"
                            + " crosswalk");
        }
        return new Ends.End(own, this::read, this::write, ValueFunction.IDENTITY);
    }

    private boolean isWhole() {
        boolean unsigned =
                own.database() == DatabaseKind.MYSQL
                        && own.column().type().equals("bigint unsigned");
        return own.kind() == Kind.INTEGER || unsigned;
    }

    private Object read(Object value) {
        if (value instanceof PeerKey key) {
            return peer + ":" + key.number();
        }
        long number = number(value);
        OptionalLong there = own.crosswalk().peer(entity, number);
        return there.isPresent() ? peer + ":" + there.getAsLong() : own.system() + ":" + number;
    }

    private long number(Object value) {
        try {
            return value instanceof BigDecimal large ? large.longValueExact() : (Long) value;
        } catch (ArithmeticException _) {
            throw new CannotConvert(field, "a key that Duet pairs has up to 63 bits");
        }
    }

    private Object write(Object value) {
        String text = (String) value;
        int colon = text.lastIndexOf(':');
        try {
            long number = Long.parseLong(text, colon + 1, text.length(), 10);
            String system = colon < 0 ? "" : text.substring(0, colon);
            if (system.equals(peer)) {
                return new PeerKey(entity, number, own.crosswalk());
            }
            if (system.equals(own.system())) {
                return own.kind() == Kind.DECIMAL
                        ? Decimals.normal(BigDecimal.valueOf(number))
                        : (Object) number;
            }
        } catch (NumberFormatException _) {
            throw notOne();
        }
        throw notOne();
    }

    private CannotConvert notOne() {
        return new CannotConvert(
                field,
                "a key is written as the system that made the record, and its key there: %s:1 or %s:1"
                        .formatted(own.system(), peer));
    }
}
