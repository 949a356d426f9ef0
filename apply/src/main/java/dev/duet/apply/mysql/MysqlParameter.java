package dev.duet.apply.mysql;

/// placeholder
interface MysqlParameter {
    String placeholder();

    Object jdbcValue(Object value);

    String equality(String own);
}
