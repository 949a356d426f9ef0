package dev.duet.deploy.init.postgres;

import dev.duet.deploy.init.Existing;
import dev.duet.deploy.init.Identity;
import dev.duet.deploy.init.OwnTables;
import dev.duet.deploy.init.Step;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.RequiredGrants;
import dev.duet.deploy.rights.Role;
import dev.duet.deploy.rights.Target.Sequence;
import dev.duet.deploy.rights.postgres.PostgresRights;
import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;

import org.postgresql.util.PasswordUtil;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The steps that prepare PostgreSQL, in order: publication and replica identity before any slot is
/// made, since a slot decodes each change under what held when it was made. Immutable.
public final class PostgresSetup {
    private static final DatabaseKind KIND = DatabaseKind.POSTGRES;
    private static final String ROLE_EXISTS =
            "SELECT COUNT(*) > 0 FROM pg_catalog.pg_roles WHERE rolname = ?";
    private static final String IDENTITY_IS_FULL =
            "SELECT relreplident = 'f' FROM pg_catalog.pg_class WHERE oid = to_regclass(?)";
    private static final String PUBLICATION_EXISTS =
            "SELECT COUNT(*) > 0 FROM pg_catalog.pg_publication WHERE pubname = ?";

    /// By name, or through FOR ALL TABLES or FOR TABLES IN SCHEMA.
    private static final String IS_PUBLISHED =
            """
            SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_publication_tables
                           WHERE pubname = ? AND schemaname = ? AND tablename = ?)
                OR EXISTS (SELECT 1 FROM pg_catalog.pg_publication_rel r
                           JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
                           WHERE p.pubname = ? AND r.prrelid = to_regclass(?))
            """;

    private final DuetConfig config;
    private final SystemConfig system;
    private final String publication;
    private final Function<Role, String> passwords;

    /// @param passwords for roles that do not exist yet
    public PostgresSetup(DuetConfig config, Function<Role, String> passwords) {
        this.config = config;
        this.system = config.postgres();
        this.publication = log(system).publication();
        this.passwords = passwords;
    }

    static LogSource.Postgres log(SystemConfig system) {
        if (system.log() instanceof LogSource.Postgres log) {
            return log;
        }
        throw new IllegalArgumentException(system.name() + " is not PostgreSQL");
    }

    public List<Step> steps(PostgresTables tables) throws SQLException {
        var steps = new ArrayList<Step>();
        steps.add(role(Role.READER));
        if (!Role.READER.user(system).equals(Role.WRITER.user(system))) {
            steps.add(role(Role.WRITER));
        }
        steps.addAll(OwnTables.steps(KIND));
        steps.add(Identity.step(system));
        Set<TableName> mapped = config.tables(system.name()).keySet();
        for (TableName table : mapped) {
            for (TableName part : tables.withPartitions(table)) {
                steps.add(replicaIdentity(part));
            }
        }
        steps.add(publication());
        Bookkeeping.CAPTURED.stream()
                .filter(own -> !own.equals(Bookkeeping.CHECKPOINT)) // it was created with that
                .forEach(own -> steps.add(published(own)));
        mapped.forEach(table -> steps.add(published(table)));
        for (Role role : Role.values()) {
            for (Grant grant : grants(role, tables)) {
                steps.add(grant(role, grant));
            }
        }
        return steps;
    }

    private List<Grant> grants(Role role, PostgresTables tables) throws SQLException {
        var grants = new ArrayList<>(RequiredGrants.of(config, system, role));
        if (role == Role.WRITER) {
            for (TableName sequence : tables.sequences(config, system)) {
                grants.add(new Grant(List.of("USAGE"), new Sequence(sequence)));
            }
        }
        return grants;
    }

    private Step role(Role role) {
        String user = role.user(system);
        String create = "CREATE ROLE " + SqlName.of(KIND, user) + " LOGIN PASSWORD ";
        return new Step(
                "role " + user,
                Existing.where(ROLE_EXISTS, user),
                List.of(create + "'<password of the " + role.word() + ">'"),
                () -> List.of(create + SqlLiteral.of(KIND, verifier(passwords.apply(role)))));
    }

    /// What the server would store: so the password itself is in none of its logs.
    private static String verifier(String password) {
        char[] characters = password.toCharArray();
        try {
            return PasswordUtil.encodeScramSha256(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static Step replicaIdentity(TableName table) {
        String name = SqlName.of(KIND, table);
        return Step.of(
                "replica identity of " + table,
                Existing.where(IDENTITY_IS_FULL, name),
                "ALTER TABLE " + name + " REPLICA IDENTITY FULL");
    }

    private Step publication() {
        return Step.of(
                "publication " + publication,
                Existing.where(PUBLICATION_EXISTS, publication),
                "CREATE PUBLICATION %s FOR TABLE %s WITH (%s)"
                        .formatted(
                                SqlName.of(KIND, publication),
                                SqlName.of(KIND, Bookkeeping.CHECKPOINT),
                                "publish = 'insert, update, delete, truncate',"
                                        + " publish_via_partition_root = true"));
    }

    private Step published(TableName table) {
        String name = SqlName.of(KIND, table);
        return Step.of(
                "table " + table + " in publication " + publication,
                Existing.where(
                        IS_PUBLISHED, publication, table.schema(), table.name(), publication, name),
                "ALTER PUBLICATION %s ADD TABLE %s".formatted(SqlName.of(KIND, publication), name));
    }

    private Step grant(Role role, Grant grant) {
        String user = role.user(system);
        String sql = PostgresRights.sql(grant, user);
        return Step.of(
                Step.RIGHT + user + ": " + PostgresRights.words(grant),
                connection -> new PostgresRights(connection, user).missing(grant).isEmpty(),
                sql);
    }
}
