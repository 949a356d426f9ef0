package dev.duet.deploy.rights;

import dev.duet.schemas.TableName;

import java.util.List;

/// What a right is held on.
public sealed interface Target {
    /// The whole server; on PostgreSQL what is an attribute of the role.
    record Server() implements Target {}

    /// A database; on MySQL all its tables.
    record Database(String name) implements Target {}

    /// A schema of PostgreSQL.
    record Schema(String name) implements Target {}

    record Table(TableName name) implements Target {}

    /// Some columns of a table.
    record Columns(TableName table, List<String> names) implements Target {
        public Columns {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("no column of " + table);
            }
        }
    }

    /// A sequence of PostgreSQL.
    record Sequence(TableName name) implements Target {}
}
