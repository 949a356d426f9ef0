package dev.duet.apply.mysql;

import dev.duet.schemas.Column;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// One column of a key as rows are found and sorted by it. Immutable.
///
/// @param placeholder the expression, with one question mark, for a value
/// @param jdbcValue what is bound to it
record MysqlKeyColumn(String name, String placeholder, Function<Object, Object> jdbcValue) {
    /// MySQL sorts the labels of enums and sets by their numbers but compares them as texts: so
    /// their numbers are compared.
    static MysqlKeyColumn of(Column column) {
        String name = MysqlName.of(column);
        List<String> labels = TypeText.of(column.type()).arguments();
        return switch (column.kind()) {
            case ENUM -> new MysqlKeyColumn(name, "?", label -> labels.indexOf(label) + 1);
            case SET -> new MysqlKeyColumn(name, "?", members -> bits((String) members, labels));
            default -> {
                MysqlParameter parameter = MysqlParameters.of(column);
                yield new MysqlKeyColumn(name, parameter.placeholder(), parameter::jdbcValue);
            }
        };
    }

    private static Object bits(String members, List<String> labels) {
        long bits =
                Arrays.stream(members.split(",", -1))
                        .mapToInt(labels::indexOf)
                        .filter(place -> place >= 0)
                        .mapToLong(place -> 1L << place)
                        .sum();
        return new BigDecimal(Long.toUnsignedString(bits));
    }

    String is(String comparison) {
        return name + " " + comparison + " " + placeholder;
    }

    @Nullable Object bound(@Nullable Object value) {
        return value == null ? null : jdbcValue.apply(value);
    }
}
