package dev.duet.deploy.check;

import dev.duet.deploy.check.mysql.MysqlCheck;
import dev.duet.deploy.check.postgres.PostgresCheck;
import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.postgres.Slot;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DuetConfig;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads both servers and both schemas, and finds everything that stands in the way. One thread;
/// run once.
public final class Check {
    private final DuetConfig config;
    private final Endpoints endpoints;
    private final Map<String, Endpoint> admins;
    private final Findings findings = new Findings();

    /// @param admins by system: who may see more than Duet's own users
    public Check(DuetConfig config, Endpoints endpoints, Map<String, Endpoint> admins) {
        this.config = config;
        this.endpoints = endpoints;
        this.admins = Map.copyOf(admins);
    }

    /// Worst first; empty when all is well.
    ///
    /// @throws CannotReach when a database does not let us in
    public List<Finding> run() throws SQLException {
        var failures = new ArrayList<CannotConnect>();
        try (var postgres =
                        new Session(
                                config.postgres(),
                                endpoints,
                                admins.get(config.postgres().name()),
                                failures);
                var mysql =
                        new Session(
                                config.mysql(),
                                endpoints,
                                admins.get(config.mysql().name()),
                                failures)) {
            if (!failures.isEmpty()) {
                throw new CannotReach(failures);
            }
            check(postgres, mysql);
        }
        return findings.sorted();
    }

    private void check(Session postgres, Session mysql) throws SQLException {
        var postgresCheck = new PostgresCheck(config, findings.in(config.postgres().name()));
        // Before the checkpoints: beside a running Duet those only move on.
        Optional<Slot> slot = postgresCheck.slot(postgres.reader());
        OwnState inPostgres = OwnState.read(postgres.writer(), config.postgres());
        OwnState inMysql = OwnState.read(mysql.writer(), config.mysql());
        MappingCheck mapping =
                MappingCheck.read(config, postgres.structure(), mysql.structure(), findings);

        postgresCheck.run(postgres.reader(), slot, mapping.postgres(), inPostgres.resume(inMysql));
        var mysqlCheck = new MysqlCheck(config, findings.in(config.mysql().name()));
        boolean logsCascades =
                mysqlCheck.run(
                        new MysqlCheck.Sessions(mysql.reader(), mysql.writer(), mysql.structure()),
                        mapping.mysql(),
                        inMysql.complete(),
                        inMysql.resume(inPostgres));
        OwnState.compare(inPostgres, inMysql, slot.isPresent(), findings);

        mapping.run(logsCascades);
    }
}
