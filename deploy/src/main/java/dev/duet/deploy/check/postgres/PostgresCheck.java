package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.init.postgres.Slot;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.RequiredGrants;
import dev.duet.deploy.rights.Role;
import dev.duet.deploy.rights.Target.Sequence;
import dev.duet.deploy.rights.postgres.DefaultSequences;
import dev.duet.schemas.Position;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything about PostgreSQL alone. One thread.
public final class PostgresCheck {
    private final DuetConfig config;
    private final SystemConfig system;
    private final LogSource.Postgres log;
    private final Findings.InSystem findings;

    public PostgresCheck(DuetConfig config, Findings.InSystem findings) {
        this.config = config;
        this.system = config.postgres();
        this.findings = findings;
        if (!(system.log() instanceof LogSource.Postgres postgres)) {
            throw new IllegalArgumentException(system.name() + " is not PostgreSQL");
        }
        this.log = postgres;
    }

    /// Duet's slot as it is now.
    public Optional<Slot> slot(Connection connection) throws SQLException {
        return Slot.read(connection, log.slot());
    }

    /// @param slot as it was before the checkpoints were read
    /// @param tables the mapped ones that exist
    /// @param resume from where the log must be read again
    public void run(
            Connection connection,
            Optional<Slot> slot,
            Collection<Table> tables,
            Optional<Position> resume)
            throws SQLException {
        List<TableName> names = tables.stream().map(Table::name).distinct().toList();
        PostgresServerCheck.run(connection, log.slot(), findings);
        PublicationCheck.run(connection, log.publication(), names, findings);
        SlotCheck.run(connection, log.slot(), slot, system.database(), resume, findings);
        PostgresTablesCheck.run(
                connection, names, Role.READER.user(system), Role.WRITER.user(system), findings);
        for (Map.Entry<String, Set<Grant>> user : requiredByUser(connection).entrySet()) {
            PostgresRightsCheck.run(
                    connection, user.getKey(), List.copyOf(user.getValue()), findings);
        }
    }

    /// One user in both roles needs what both need.
    private Map<String, Set<Grant>> requiredByUser(Connection connection) throws SQLException {
        var required = new LinkedHashMap<String, Set<Grant>>();
        for (Role role : Role.values()) {
            Set<Grant> grants =
                    required.computeIfAbsent(role.user(system), _ -> new LinkedHashSet<>());
            grants.addAll(RequiredGrants.of(config, system, role));
            if (role == Role.WRITER) {
                for (TableName sequence : DefaultSequences.of(connection, config, system)) {
                    grants.add(new Grant(List.of("USAGE"), new Sequence(sequence)));
                }
            }
        }
        return required;
    }
}
