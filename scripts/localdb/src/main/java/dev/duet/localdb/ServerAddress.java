package dev.duet.localdb;

import java.util.List;
import java.util.Optional;

/// Where a server listens and who may do everything there. Immutable; the password stays out of
/// [#toString].
record ServerAddress(String host, int port, String user, String password) {

    static final String LOOPBACK = "127.0.0.1";

    /// The server named by an environment variable as `host:port:user:password`, where it is set.
    static Optional<ServerAddress> fromEnvironment(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isBlank())
                .map(value -> parse(variable, value));
    }

    static ServerAddress parse(String variable, String value) {
        List<String> parts = List.of(value.split(":", 4));
        if (parts.size() < 3 || !parts.get(1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    variable
                            + ": not of the form host:port:user:password (e.g."
                            + " 127.0.0.1:5432:postgres:secret)");
        }
        String password = parts.size() == 4 ? parts.get(3) : "";
        return new ServerAddress(
                parts.get(0), Integer.parseInt(parts.get(1)), parts.get(2), password);
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
