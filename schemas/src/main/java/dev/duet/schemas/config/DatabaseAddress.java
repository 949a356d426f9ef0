package dev.duet.schemas.config;

/// Where a database is. An IPv6 host is kept without brackets.
public record DatabaseAddress(String host, int port, String database) {
    public static final int MIN_PORT = 1;
    public static final int MAX_PORT = 65535;

    public DatabaseAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an address needs a host");
        }
        if (port < MIN_PORT || port > MAX_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (database.isBlank()) {
            throw new IllegalArgumentException("an address needs a database");
        }
    }
}
