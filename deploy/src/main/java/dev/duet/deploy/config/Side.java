package dev.duet.deploy.config;

import dev.duet.schemas.config.DatabaseKind;

import java.util.Optional;

/// What the entities need to know of a system, even when the rest of it is wrong.
record Side(String name, Optional<DatabaseKind> kind, Optional<String> database) {

    /// The schema of a table that is named without one.
    Optional<String> defaultSchema() {
        return kind.flatMap(
                known ->
                        switch (known) {
                            case POSTGRES -> Optional.of("public");
                            case MYSQL -> database;
                        });
    }

    /// Why the name cannot stand in this database; empty when it can or the database's kind is not
    /// known.
    Optional<String> refusal(String identifier) {
        return kind.flatMap(known -> known.refusal(identifier));
    }
}
