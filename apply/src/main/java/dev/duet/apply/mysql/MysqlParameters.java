package dev.duet.apply.mysql;

import dev.duet.schemas.Column;

/// placeholder
final class MysqlParameters {
    private MysqlParameters() {}

    static MysqlParameter of(Column column) {
        return new MysqlParameter() {
            @Override
            public String placeholder() {
                return "?";
            }

            @Override
            public Object jdbcValue(Object value) {
                return value instanceof Boolean || value instanceof Number ? value : column.kind().format(value).replace('T', ' ').replace("Z", "");
            }

            @Override
            public String equality(String own) {
                return own + " <=> ?";
            }
        };
    }
}
