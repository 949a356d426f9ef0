package dev.duet.deploy.connect;

import dev.duet.schemas.Endpoint;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;

import javax.net.ssl.SSLException;

/// A database could not be reached, or did not let us in. The message says which, why and what to
/// look at.
public final class CannotConnect extends RuntimeException {
    private static final Set<String> WRONG_LOGIN = Set.of("28000", "28P01", "28P02");
    private static final int MYSQL_ACCESS_DENIED = 1045;
    private static final int MYSQL_NO_RIGHTS_ON_DATABASE = 1044;
    private static final int MYSQL_UNKNOWN_DATABASE = 1049;

    private final String system;

    CannotConnect(Endpoint endpoint, SQLException cause) {
        super("cannot connect to " + endpoint + ": " + reason(cause), cause);
        this.system = endpoint.system();
    }

    public String system() {
        return system;
    }

    private static String reason(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return "the host is unknown; check systems.*.host and the name service";
                }
                case NoRouteToHostException _ -> {
                    return "there is no route to the host; check the network and firewalls";
                }
                case SocketTimeoutException _ -> {
                    return "no answer in time; check host, port and firewalls, or raise"
                            + " timeouts.connect";
                }
                case ConnectException _ -> {
                    return "connection refused; check that the server runs and listens at this host"
                            + " and port";
                }
                case SSLException tls -> {
                    return tlsFailed(tls);
                }
                case GeneralSecurityException certificate -> {
                    return tlsFailed(certificate);
                }
                default -> {
                    // The next cause may say more.
                }
            }
        }
        return answer(failure);
    }

    private static String tlsFailed(Exception failure) {
        return "TLS failed (%s); check systems.*.tls and its CA file"
                .formatted(failure.getMessage());
    }

    private static String answer(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String said = String.valueOf(failure.getMessage());
        if (failure.getErrorCode() == MYSQL_UNKNOWN_DATABASE || state.equals("3D000")) {
            return "the server has no such database (" + said + ")";
        }
        if (failure.getErrorCode() == MYSQL_NO_RIGHTS_ON_DATABASE) {
            return "the user has no right on this database (%s); 'duet init --print' has the GRANTs"
                    .formatted(said);
        }
        if (failure.getErrorCode() == MYSQL_ACCESS_DENIED || WRONG_LOGIN.contains(state)) {
            return "user or password refused (%s); check the password's reference and where the user may come from"
                    .formatted(said);
        }
        return said.contains("SSL") ? tlsFailed(failure) : said.lines().findFirst().orElse(said);
    }
}
