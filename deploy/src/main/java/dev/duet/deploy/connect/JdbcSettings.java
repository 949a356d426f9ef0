package dev.duet.deploy.connect;

import java.sql.Driver;
import java.util.Properties;

/// How a driver is to be called for one endpoint. Holds the password, so it is never printed.
///
/// @param session what is executed on every new connection
public record JdbcSettings(Driver driver, String url, Properties properties, String session) {
    @Override
    public String toString() {
        return url;
    }
}
