package dev.duet.deploy.connect.postgres;

import dev.duet.deploy.connect.JdbcSettings;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DatabaseAddress;
import dev.duet.schemas.config.Settings.Timeouts;
import dev.duet.schemas.config.Tls;
import dev.duet.schemas.config.TlsMode;

import org.postgresql.Driver;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;

/// pgjdbc's settings for an endpoint.
public final class PostgresJdbc {
    private PostgresJdbc() {}

    public static JdbcSettings settings(Endpoint endpoint) {
        var properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("ApplicationName", "duet");
        properties.setProperty("assumeMinServerVersion", "14");
        properties.setProperty("connectTimeout", seconds(endpoint.timeouts().connect()));
        properties.setProperty("loginTimeout", seconds(endpoint.timeouts().connect()));
        properties.setProperty("socketTimeout", seconds(endpoint.timeouts().socket()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("gssEncMode", "disable");
        // The server's detail quotes values, which would end up in logs.
        properties.setProperty("logServerErrorDetail", "false");
        tls(endpoint.tls(), properties);
        return new JdbcSettings(
                new Driver(), url(endpoint.address()), properties, session(endpoint.timeouts()));
    }

    private static void tls(Tls tls, Properties properties) {
        properties.setProperty("sslmode", sslMode(tls.mode()));
        if (!tls.mode().verifies()) {
            return;
        }
        if (tls.caFile().isPresent()) {
            properties.setProperty("sslrootcert", tls.caFile().get().toString());
        } else {
            // pgjdbc's own factory would look for a file in the user's home, not at Java's
            // authorities.
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    private static String sslMode(TlsMode mode) {
        return switch (mode) {
            case DISABLED -> "disable";
            case REQUIRE -> "require";
            case VERIFY_CA -> "verify-ca";
            case VERIFY_FULL -> "verify-full";
        };
    }

    private static String url(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        String database = URLEncoder.encode(address.database(), StandardCharsets.UTF_8);
        return "jdbc:postgresql://" + host + ":" + address.port() + "/" + database;
    }

    /// The keepalives are the server's own: without them it holds the locks of a vanished machine
    /// for hours.
    private static String session(Timeouts timeouts) {
        long statementMillis = timeouts.statement().toMillis();
        return """
        SET statement_timeout = %1$d;
        SET idle_in_transaction_session_timeout = %1$d;
        SET tcp_keepalives_idle = 30;
        SET tcp_keepalives_interval = 10;
        SET tcp_keepalives_count = 3;
        SET default_transaction_isolation = 'read committed';
        SET timezone = 'UTC';
        SET datestyle = 'ISO';
        SET intervalstyle = 'postgres';
        SET extra_float_digits = 1;
        SET bytea_output = 'hex';
        SET xmloption = 'content';
        SET lc_monetary = 'C'
        """
                .formatted(statementMillis);
    }

    /// Rounded up, since 0 means no limit.
    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
