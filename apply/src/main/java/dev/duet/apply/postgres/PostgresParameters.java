package dev.duet.apply.postgres;

import dev.duet.schemas.Column;

/// placeholder
final class PostgresParameters {
    private PostgresParameters() {}

    static PostgresParameter of(Column column) {
        return new PostgresParameter() {
            @Override
            public String castType() {
                return column.type();
            }

            @Override
            public String text(Object value) {
                return column.kind().format(value);
            }

            @Override
            public String equality(String left, String right) {
                return left + " IS NOT DISTINCT FROM " + right;
            }
        };
    }
}
