package dev.duet.schemas.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The two kinds of database, with what their names for tables and columns may look like.
public enum DatabaseKind {
    POSTGRES("postgres", "PostgreSQL", 5432, List.of("pg_catalog", "information_schema", "duet")),
    MYSQL(
            "mysql",
            "MySQL",
            3306,
            List.of("mysql", "information_schema", "performance_schema", "sys", "duet"));

    /// PostgreSQL cuts longer names silently, so two of them could become one.
    private static final int POSTGRES_IDENTIFIER_BYTES = 63;

    private static final int MYSQL_IDENTIFIER_CHARACTERS = 64;

    private final String word;
    private final String productName;
    private final int defaultPort;
    private final List<String> reservedSchemas;

    DatabaseKind(String word, String productName, int defaultPort, List<String> reservedSchemas) {
        this.word = word;
        this.productName = productName;
        this.defaultPort = defaultPort;
        this.reservedSchemas = reservedSchemas;
    }

    /// The word for it in the configuration file.
    public String word() {
        return word;
    }

    /// The name to show to people.
    public String productName() {
        return productName;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /// Whether the schema belongs to the database itself or to Duet, so that its tables are never
    /// synced.
    public boolean isReservedSchema(String schema) {
        return reservedSchemas.contains(foldSchema(schema));
    }

    /// Why `identifier` cannot be the name of a column, table or schema here; empty when it can.
    public Optional<String> refusal(String identifier) {
        if (identifier.isEmpty()) {
            return Optional.of("is empty");
        }
        if (identifier.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("has a control character");
        }
        if (!identifier.strip().equals(identifier)) {
            return Optional.of("starts or ends with a space");
        }
        if (identifier.indexOf('"') >= 0 || identifier.indexOf('`') >= 0) {
            return Optional.of("has quotes in it");
        }
        if (identifier.indexOf('.') >= 0) {
            return Optional.of("has a dot in it");
        }
        return tooLong(identifier);
    }

    /// The form under which two column names of one table are the same column.
    public String foldColumn(String column) {
        return switch (this) {
            case POSTGRES -> column;
            case MYSQL -> column.toLowerCase(Locale.ROOT);
        };
    }

    private String foldSchema(String schema) {
        return switch (this) {
            case POSTGRES -> schema;
            case MYSQL -> schema.toLowerCase(Locale.ROOT);
        };
    }

    private Optional<String> tooLong(String identifier) {
        return switch (this) {
            case POSTGRES -> {
                int bytes = identifier.getBytes(StandardCharsets.UTF_8).length;
                yield bytes <= POSTGRES_IDENTIFIER_BYTES
                        ? Optional.empty()
                        : Optional.of("is " + bytes + " bytes long, PostgreSQL allows 63");
            }
            case MYSQL -> {
                int characters = identifier.codePointCount(0, identifier.length());
                yield characters <= MYSQL_IDENTIFIER_CHARACTERS
                        ? Optional.empty()
                        : Optional.of("is " + characters + " characters long, MySQL allows 64");
            }
        };
    }
}
