package dev.duet.deploy.connect;

import dev.duet.deploy.config.SecretResolver;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.Credentials;
import dev.duet.schemas.config.Settings.Timeouts;
import dev.duet.schemas.config.SystemConfig;

/// Makes endpoints of the configured systems, one for each role. Immutable.
public final class Endpoints {
    private final SecretResolver secrets;
    private final Timeouts timeouts;

    public Endpoints(SecretResolver secrets, Timeouts timeouts) {
        this.secrets = secrets;
        this.timeouts = timeouts;
    }

    /// The role that reads the log and the tables.
    public Endpoint reader(SystemConfig system) {
        return as(system, system.reader());
    }

    /// The role that writes the tables and Duet's own.
    public Endpoint writer(SystemConfig system) {
        return as(system, system.writer());
    }

    /// A user that the file does not name, such as the DBA's own.
    public Endpoint other(SystemConfig system, String user, String password) {
        return new Endpoint(
                system.name(),
                system.address(),
                user,
                password,
                system.tls(),
                system.log(),
                timeouts);
    }

    private Endpoint as(SystemConfig system, Credentials credentials) {
        return other(system, credentials.user(), secrets.resolve(credentials.password()));
    }
}
