package dev.duet.schemas.config;

import java.util.regex.Pattern;

/// One of the two systems: a database with the name its DBA gave it.
public record SystemConfig(
        String name,
        DatabaseAddress address,
        Credentials reader,
        Credentials writer,
        Tls tls,
        LogSource log) {

    /// System names go into directions, metrics and markers.
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,30}");

    public SystemConfig {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a system name: " + name);
        }
    }

    public DatabaseKind kind() {
        return log.kind();
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    public String database() {
        return address.database();
    }
}
