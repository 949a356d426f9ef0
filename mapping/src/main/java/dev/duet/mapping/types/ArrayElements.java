package dev.duet.mapping.types;

import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Checks that JSON is what a PostgreSQL array of one type would be read as.
record ArrayElements(String name, Kind kind, Domain domain) {
    private static final int UUID_LENGTH = 36;

    private static final Set<String> ALLOWED =
            Set.of(
                    "boolean",
                    "smallint",
                    "integer",
                    "bigint",
                    "oid",
                    "numeric",
                    "real",
                    "double precision",
                    "text",
                    "character varying",
                    "citext",
                    "uuid",
                    "date",
                    "enum");

    /// Whether PostgreSQL spells the elements as they were written.
    static boolean allowed(TypeText element) {
        return ALLOWED.contains(element.name().substring(element.name().lastIndexOf('.') + 1));
    }

    static ArrayElements of(TypeText element) {
        ColumnType type = PostgresTypes.of(element);
        return new ArrayElements(element.name(), type.kind(), type.domain());
    }

    /// The array's normal form, or null when an element is of another type.
    @Nullable String normal(String text) {
        return JsonText.parse(text) instanceof List<?> list && depth(list) >= 0 ? text : null;
    }

    /// How many dimensions the elements have, or -1 when they are not alike or do not fit.
    private int depth(List<?> list) {
        int depth = -2;
        int size = -1;
        for (Object element : list) {
            boolean nested = element instanceof List<?>;
            int here = nested ? nestedDepth((List<?>) element) : fits(element) ? 0 : -1;
            int sizeHere = nested ? ((List<?>) element).size() : -1;
            if (here < 0 || depth >= 0 && (here != depth || sizeHere != size)) {
                return -1;
            }
            depth = here;
            size = sizeHere;
        }
        return depth < 0 ? 0 : depth;
    }

    /// PostgreSQL has no empty dimension inside another.
    private int nestedDepth(List<?> list) {
        int depth = list.isEmpty() ? -1 : depth(list);
        return depth < 0 ? -1 : depth + 1;
    }

    private boolean fits(@Nullable Object element) {
        return switch (element) {
            case null -> true;
            case Boolean bool -> kind == Kind.BOOLEAN;
            case BigDecimal number -> fitsNumber(number);
            case String text -> fitsText(text);
            case Object other -> false;
        };
    }

    private boolean fitsNumber(BigDecimal number) {
        return switch (kind) {
            case INTEGER, DECIMAL -> domain.misfit(number) == null;
            case FLOAT ->
                    new BigDecimal(Float.toString(number.floatValue())).compareTo(number) == 0;
            case DOUBLE ->
                    new BigDecimal(Double.toString(number.doubleValue())).compareTo(number) == 0;
            default -> false;
        };
    }

    private boolean fitsText(String text) {
        return switch (kind) {
            case TEXT, ENUM -> domain.misfit(text) == null;
            case UUID ->
                    text.length() == UUID_LENGTH && text.equals(UUID.fromString(text).toString());
            case DATE -> text.equals(kind.format(kind.parse(text)));
            case FLOAT, DOUBLE, DECIMAL ->
                    text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
            default -> false;
        };
    }
}
