package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.RequiredGrants;
import dev.duet.deploy.rights.Role;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.mysql.Account;
import dev.duet.deploy.rights.mysql.MysqlRights;
import dev.duet.schemas.Position;
import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything about MySQL alone. One thread.
public final class MysqlCheck {
    private final DuetConfig config;
    private final SystemConfig system;
    private final LogSource.Mysql log;
    private final Findings.InSystem findings;

    public MysqlCheck(DuetConfig config, Findings.InSystem findings) {
        this.config = config;
        this.system = config.mysql();
        this.findings = findings;
        if (!(system.log() instanceof LogSource.Mysql mysql)) {
            throw new IllegalArgumentException(system.name() + " is not MySQL");
        }
        this.log = mysql;
    }

    /// @param structure the one that sees most of the tables' structure
    public record Sessions(Connection reader, Connection writer, Connection structure) {}

    /// @param tables the mapped ones that exist
    /// @param initialised whether Duet's own tables are there, so that rights on them count
    /// @param resume from where the log must be read again
    /// @return whether the server logs what foreign keys do
    public boolean run(
            Sessions sessions,
            Collection<Table> tables,
            boolean initialised,
            Optional<Position> resume)
            throws SQLException {
        rights(sessions, initialised);
        Set<String> databases = new LinkedHashSet<>(Set.of(Bookkeeping.SCHEMA));
        tables.forEach(table -> databases.add(table.name().schema()));
        boolean mayReadLog =
                MysqlRights.ofSelf(sessions.reader())
                        .holds("REPLICATION CLIENT", new Target.Server());
        MysqlServerCheck server =
                MysqlServerCheck.run(
                        mayReadLog ? sessions.reader() : sessions.structure(),
                        log.serverId(),
                        mayReadLog ? databases : Set.of(),
                        findings);
        BinlogCheck.run(sessions.reader(), resume, findings);
        MysqlTablesCheck.run(
                sessions.structure(),
                new LinkedHashSet<>(tables),
                table -> Set.copyOf(config.mappedColumns(system.name(), table)),
                findings);
        return server.logsCascades();
    }

    private void rights(Sessions sessions, boolean initialised) throws SQLException {
        if (Role.READER.user(system).equals(Role.WRITER.user(system))) {
            var both = new ArrayList<>(required(Role.READER, initialised));
            both.addAll(required(Role.WRITER, initialised));
            rights(sessions.writer(), both);
        } else {
            rights(sessions.reader(), required(Role.READER, initialised));
            rights(sessions.writer(), required(Role.WRITER, initialised));
        }
    }

    private void rights(Connection own, List<Grant> required) throws SQLException {
        Account account =
                Account.parse(
                        Rows.of(own, "SELECT CURRENT_USER() AS account")
                                .rows()
                                .getFirst()
                                .text("account"));
        MysqlRightsCheck.run(account, MysqlRights.ofSelf(own), required, findings);
    }

    private List<Grant> required(Role role, boolean initialised) {
        return RequiredGrants.of(config, system, role).stream()
                .filter(grant -> initialised || !isOwn(grant.target()))
                .toList();
    }

    private static boolean isOwn(Target target) {
        return switch (target) {
            case Target.Database database -> database.name().equals(Bookkeeping.SCHEMA);
            case Target.Table table -> table.name().schema().equals(Bookkeeping.SCHEMA);
            case Target.Columns columns -> columns.table().schema().equals(Bookkeeping.SCHEMA);
            case Target.Server _, Target.Schema _, Target.Sequence _ -> false;
        };
    }
}
