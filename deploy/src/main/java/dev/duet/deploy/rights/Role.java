package dev.duet.deploy.rights;

import dev.duet.schemas.config.Credentials;
import dev.duet.schemas.config.SystemConfig;

/// The two users Duet has in each database; one user may be both.
public enum Role {
    /// Reads the log, the tables and Duet's own.
    READER,
    /// Writes the mapped tables and Duet's own.
    WRITER;

    public Credentials credentials(SystemConfig system) {
        return switch (this) {
            case READER -> system.reader();
            case WRITER -> system.writer();
        };
    }

    public String user(SystemConfig system) {
        return credentials(system).user();
    }

    /// `reader` or `writer`.
    public String word() {
        return switch (this) {
            case READER -> "reader";
            case WRITER -> "writer";
        };
    }
}
