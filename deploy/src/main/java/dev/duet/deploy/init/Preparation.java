package dev.duet.deploy.init;

import dev.duet.deploy.init.InitReport.Line;
import dev.duet.deploy.init.InitReport.State;
import dev.duet.schemas.Endpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Takes the steps of one database, each only where it is missing. One thread.
final class Preparation {
    /// insufficient_privilege; and what MySQL answers to those who may not.
    private static final String POSTGRES_MISSING_RIGHT = "42501";

    private static final Set<Integer> MYSQL_MISSING_RIGHT =
            Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1410);

    private final Endpoint endpoint;
    private final Connection connection;
    private final InitReport report;

    Preparation(Endpoint endpoint, Connection connection, InitReport report) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.report = report;
    }

    /// @throws CannotInitialise with all the SQL that is left when the user lacks a right
    void take(List<Step> steps) throws SQLException {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                take(step);
            } catch (SQLException e) {
                if (isMissingRight(e)) {
                    throw refused(step, steps.subList(i, steps.size()), e);
                }
                throw e;
            }
        }
    }

    private void take(Step step) throws SQLException {
        if (step.probe().finds(connection)) {
            report.line(new Line(endpoint.system(), State.EXISTS, step.what()));
            return;
        }
        for (String sql : step.executed().get()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        report.line(new Line(endpoint.system(), State.CREATED, step.what()));
    }

    private static boolean isMissingRight(SQLException failure) {
        return POSTGRES_MISSING_RIGHT.equals(failure.getSQLState())
                || MYSQL_MISSING_RIGHT.contains(failure.getErrorCode());
    }

    private CannotInitialise refused(Step step, List<Step> left, SQLException cause) {
        var sql = new ArrayList<String>();
        for (Step missing : left) {
            if (!isThere(missing)) {
                missing.shown().forEach(statement -> sql.add(statement + ";"));
            }
        }
        return new CannotInitialise(
                "%s: user %s may not make %s (%s)"
                        .formatted(
                                endpoint.system(),
                                endpoint.user(),
                                step.what(),
                                cause.getMessage()),
                "Name somebody who may with --admin %s=<user>, or have a DBA run in %s:%n%n%s%n%nThen run 'duet init' again."
                        .formatted(
                                endpoint.system(),
                                endpoint.address().database(),
                                String.join(System.lineSeparator(), sql)));
    }

    /// What cannot be seen is taken as missing: its SQL is then shown.
    private boolean isThere(Step step) {
        try {
            return step.probe().finds(connection);
        } catch (SQLException _) {
            return false;
        }
    }
}
