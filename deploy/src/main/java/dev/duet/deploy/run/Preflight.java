package dev.duet.deploy.run;

import dev.duet.deploy.check.Check;
import dev.duet.deploy.check.DuetCode;
import dev.duet.deploy.check.Finding;
import dev.duet.deploy.check.FindingCode;
import dev.duet.deploy.check.Severity;
import dev.duet.deploy.check.mysql.MysqlCode;
import dev.duet.deploy.check.postgres.PostgresCode;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.config.DuetConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `duet check` calls an error keeps a run from starting.
@FunctionalInterface
interface Preflight {
    Preflight NONE = config -> {};

    /// States of a log and of the server, not settings: each direction looks at its own log before
    /// it reads and stops alone, and a server that refuses writes for a while is waited for.
    Set<FindingCode> DECIDED_LATER =
            Set.of(
                    DuetCode.START_INCOMPLETE,
                    DuetCode.OTHER_INCARNATION,
                    PostgresCode.SLOT_MISSING,
                    PostgresCode.SLOT_LOST,
                    PostgresCode.SLOT_AHEAD,
                    MysqlCode.READ_ONLY,
                    MysqlCode.LOG_PURGED,
                    MysqlCode.LOG_RESET);

    /// @throws CannotRun when there is an error
    /// @throws dev.duet.deploy.check.CannotReach when a database does not let us in
    void require(DuetConfig config) throws SQLException;

    /// What keeps a run from starting under a configuration.
    static List<Finding> errors(DuetConfig config) throws SQLException {
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        return new Check(config, endpoints, Map.of())
                .run().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .filter(finding -> !DECIDED_LATER.contains(finding.code()))
                        .toList();
    }

    static Preflight standard() {
        Logger log = LoggerFactory.getLogger(Preflight.class);
        return config -> {
            List<Finding> errors = errors(config);
            for (Finding error : errors) {
                log.error(
                        "{} system={} subject={}: {} ({})",
                        error.code().id(),
                        error.system(),
                        error.subject(),
                        error.code().title(),
                        error.what());
            }
            if (!errors.isEmpty()) {
                throw new CannotRun(
                        "not started: 'duet check' finds "
                                + errors.size()
                                + (errors.size() == 1 ? " error" : " errors")
                                + " and says how to mend them");
            }
        };
    }
}
