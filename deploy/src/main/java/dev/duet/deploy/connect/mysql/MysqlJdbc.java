package dev.duet.deploy.connect.mysql;

import com.mysql.cj.jdbc.Driver;

import dev.duet.deploy.connect.JdbcSettings;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DatabaseAddress;
import dev.duet.schemas.config.Settings.Timeouts;
import dev.duet.schemas.config.TlsMode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Properties;

/// Connector/J's settings for an endpoint.
public final class MysqlJdbc {
    private static final long MIN_IDLE_SECONDS = 120;

    private MysqlJdbc() {}

    public static JdbcSettings settings(Endpoint endpoint, TrustStoreFile trustStore) {
        var properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("connectionAttributes", "program_name:duet");
        properties.setProperty(
                "connectTimeout", Long.toString(endpoint.timeouts().connect().toMillis()));
        properties.setProperty(
                "socketTimeout", Long.toString(endpoint.timeouts().socket().toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("allowMultiQueries", "true");
        // Rows found, not rows changed: what guards by the before-image counts rows.
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("allowLoadLocalInfile", "false");
        tls(endpoint.tls().mode(), trustStore, properties);
        return new JdbcSettings(
                driver(), url(endpoint.address()), properties, session(endpoint.timeouts()));
    }

    /// The same for connections that may send rows as a file's (`LOAD DATA LOCAL`), and no file.
    public static JdbcSettings filling(Endpoint endpoint, TrustStoreFile trustStore) {
        JdbcSettings settings = settings(endpoint, trustStore);
        settings.properties().setProperty("allowLoadLocalInfileInPath", "");
        return settings;
    }

    private static void tls(TlsMode mode, TrustStoreFile trustStore, Properties properties) {
        properties.setProperty("sslMode", sslMode(mode));
        if (mode == TlsMode.DISABLED) {
            // Without TLS a password can only be sent under the server's own key.
            properties.setProperty("allowPublicKeyRetrieval", "true");
        }
        trustStore
                .file()
                .ifPresent(
                        file -> {
                            properties.setProperty(
                                    "trustCertificateKeyStoreUrl", file.toUri().toString());
                            properties.setProperty(
                                    "trustCertificateKeyStoreType", TrustStoreFile.TYPE);
                            properties.setProperty(
                                    "trustCertificateKeyStorePassword", TrustStoreFile.PASSWORD);
                            properties.setProperty("fallbackToSystemTrustStore", "false");
                        });
    }

    private static String sslMode(TlsMode mode) {
        return switch (mode) {
            case DISABLED -> "DISABLED";
            case REQUIRE -> "REQUIRED";
            case VERIFY_CA -> "VERIFY_CA";
            case VERIFY_FULL -> "VERIFY_IDENTITY";
        };
    }

    private static Driver driver() {
        try {
            return new Driver();
        } catch (SQLException e) {
            throw new IllegalStateException("Connector/J cannot be loaded", e);
        }
    }

    private static String url(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        String database =
                URLEncoder.encode(address.database(), StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:mysql://" + host + ":" + address.port() + "/" + database;
    }

    /// Strict, but zero dates pass (a repair may have to write one back), and a 0 in an
    /// AUTO_INCREMENT column stays 0. The server ends idle sessions after `wait_timeout`, and so
    /// frees the locks of a vanished machine.
    private static String session(Timeouts timeouts) {
        return """
        SET SESSION sql_mode = 'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,\
        NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO',
            SESSION time_zone = '+00:00',
            SESSION transaction_isolation = 'READ-COMMITTED',
            SESSION max_execution_time = %d,
            SESSION wait_timeout = %d
        """
                .formatted(
                        timeouts.statement().toMillis(),
                        Math.max(MIN_IDLE_SECONDS, timeouts.statement().toSeconds()));
    }
}
