package dev.duet.apply.postgres;

/// placeholder
interface PostgresParameter {
    String castType();

    String text(Object value);

    String equality(String left, String right);
}
