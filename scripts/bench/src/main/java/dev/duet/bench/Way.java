package dev.duet.bench;

/// One of the two directions.
enum Way {
    TO_MYSQL(Testbed.POSTGRES, Testbed.MYSQL, "PostgreSQL -> MySQL"),
    TO_POSTGRES(Testbed.MYSQL, Testbed.POSTGRES, "MySQL -> PostgreSQL");

    private final String source;
    private final String target;
    private final String label;

    Way(String source, String target, String label) {
        this.source = source;
        this.target = target;
        this.label = label;
    }

    /// The name of the system that is read.
    String source() {
        return source;
    }

    /// The name of the system that is written.
    String target() {
        return target;
    }

    /// For people.
    String label() {
        return label;
    }

    Way back() {
        return this == TO_MYSQL ? TO_POSTGRES : TO_MYSQL;
    }
}
