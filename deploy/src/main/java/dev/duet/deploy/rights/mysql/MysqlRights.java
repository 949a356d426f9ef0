package dev.duet.deploy.rights.mysql;

import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.HeldRights;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Schema;
import dev.duet.deploy.rights.Target.Sequence;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an account may do, as its SHOW GRANTS says. Immutable.
public final class MysqlRights implements HeldRights {
    private static final int NO_SUCH_ACCOUNT = 1141;

    private final List<HeldGrant> held;

    private MysqlRights(List<HeldGrant> held) {
        this.held = List.copyOf(held);
    }

    /// Of the connection's own user, with its active roles.
    public static MysqlRights ofSelf(Connection connection) throws SQLException {
        return read(connection, "SHOW GRANTS");
    }

    /// Of any account, for those who may read the grant tables; an account that does not exist
    /// holds nothing.
    public static MysqlRights of(Connection connection, Account account) throws SQLException {
        try {
            return read(connection, "SHOW GRANTS FOR " + account);
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_ACCOUNT) {
                return new MysqlRights(List.of());
            }
            throw e;
        }
    }

    static MysqlRights parse(List<String> lines) {
        return new MysqlRights(
                lines.stream().flatMap(line -> HeldGrant.parse(line).stream()).toList());
    }

    private static MysqlRights read(Connection connection, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return parse(lines);
    }

    /// The statement that gives them.
    public static String sql(Grant grant, Account account) {
        return "GRANT %s ON %s TO %s".formatted(privileges(grant), object(grant.target()), account);
    }

    /// As they stand before ON, with the columns that each is for.
    public static String privileges(Grant grant) {
        return grant.target() instanceof Columns columns
                ? grant.privileges().stream()
                        .map(privilege -> HeldGrant.onColumns(privilege, columns.names()))
                        .collect(Collectors.joining(", "))
                : String.join(", ", grant.privileges());
    }

    /// As it stands after ON.
    public static String object(Target target) {
        return switch (target) {
            case Server _ -> "*.*";
            case Database database ->
                    SqlName.of(DatabaseKind.MYSQL, pattern(database.name())) + ".*";
            case Table table -> SqlName.of(DatabaseKind.MYSQL, table.name());
            case Columns columns -> SqlName.of(DatabaseKind.MYSQL, columns.table());
            case Schema _, Sequence _ ->
                    throw new IllegalArgumentException("MySQL has no " + target);
        };
    }

    /// In a grant on a database `_` and `%` are wildcards.
    private static String pattern(String database) {
        return database.replace("_", "\\_").replace("%", "\\%");
    }

    /// Every grant line that is held, for those who look for too many.
    public List<HeldGrant> held() {
        return held;
    }

    /// What would be left if these privileges were revoked.
    public MysqlRights without(HeldGrant grant, List<String> privileges) {
        var left = new ArrayList<>(held);
        left.remove(grant);
        grant.without(privileges).ifPresent(left::add);
        return new MysqlRights(left);
    }

    @Override
    public Optional<Grant> missing(Grant grant) {
        try {
            return HeldRights.super.missing(grant);
        } catch (SQLException e) {
            throw new IllegalStateException("no database is asked", e);
        }
    }

    @Override
    public boolean holds(String privilege, Target target) {
        if (target instanceof Columns columns && columns.names().size() > 1) {
            return columns.names().stream()
                    .allMatch(
                            name -> holds(privilege, new Columns(columns.table(), List.of(name))));
        }
        boolean granted =
                held.stream().anyMatch(grant -> !grant.revoked() && grant.gives(privilege, target));
        boolean revoked =
                held.stream().anyMatch(grant -> grant.revoked() && grant.gives(privilege, target));
        return granted
                && !(revoked
                        && held.stream()
                                .noneMatch(grant -> grant.givesBelowServer(privilege, target)));
    }
}
