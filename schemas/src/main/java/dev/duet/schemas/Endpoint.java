package dev.duet.schemas;

import dev.duet.schemas.config.DatabaseAddress;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.Tls;

/// How to reach one system under one role, with the password resolved. Never printed whole.
///
/// @param system the name the DBA gave it
public record Endpoint(
        String system,
        DatabaseAddress address,
        String user,
        String password,
        Tls tls,
        LogSource log,
        Settings.Timeouts timeouts) {

    public DatabaseKind kind() {
        return log.kind();
    }

    /// The same with its log read in another way.
    public Endpoint reading(LogSource other) {
        return new Endpoint(system, address, user, password, tls, other, timeouts);
    }

    /// Without the password.
    @Override
    public String toString() {
        return system
                + " ("
                + kind().productName()
                + " at "
                + address.host()
                + ":"
                + address.port()
                + "/"
                + address.database()
                + " as "
                + user
                + ")";
    }
}
