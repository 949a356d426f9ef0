package dev.duet.deploy.init.mysql;

import dev.duet.deploy.rights.HeldRights;
import dev.duet.deploy.rights.Role;
import dev.duet.deploy.rights.mysql.Account;
import dev.duet.deploy.rights.mysql.MysqlRights;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The accounts behind the two roles, as far as can be seen. One thread.
public sealed interface MysqlAccounts {
    Account account(Role role);

    boolean exists(Role role);

    HeldRights rights(Role role) throws SQLException;

    /// As far as the file tells: users from anywhere, who do not exist yet.
    record OfFile(SystemConfig system) implements MysqlAccounts {
        @Override
        public Account account(Role role) {
            return new Account(role.user(system), Account.ANY_HOST);
        }

        @Override
        public boolean exists(Role role) {
            return false;
        }

        @Override
        public HeldRights rights(Role role) {
            return (_, _) -> false;
        }
    }

    /// As somebody sees them who may read the grant tables.
    final class OfAdmin implements MysqlAccounts {
        private final Connection admin;
        private final Map<Role, Account> accounts = new EnumMap<>(Role.class);
        private final Map<Role, Boolean> existing = new EnumMap<>(Role.class);
        private final Map<Role, HeldRights> rights = new EnumMap<>(Role.class);

        public OfAdmin(Connection admin, SystemConfig system) throws SQLException {
            this.admin = admin;
            for (Role role : Role.values()) {
                List<String> hosts = hosts(role.user(system));
                boolean anyHost = hosts.isEmpty() || hosts.contains(Account.ANY_HOST);
                existing.put(role, !hosts.isEmpty());
                accounts.put(
                        role,
                        new Account(
                                role.user(system), anyHost ? Account.ANY_HOST : hosts.getFirst()));
            }
        }

        private List<String> hosts(String user) throws SQLException {
            var hosts = new ArrayList<String>();
            try (PreparedStatement query =
                    admin.prepareStatement("SELECT Host FROM mysql.user WHERE User = ?")) {
                query.setString(1, user);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        hosts.add(rows.getString(1));
                    }
                }
            }
            return hosts;
        }

        @Override
        public Account account(Role role) {
            return accounts.getOrDefault(role, new Account("", Account.ANY_HOST));
        }

        @Override
        public boolean exists(Role role) {
            return existing.getOrDefault(role, false);
        }

        /// Read once, after the user was made: grants are added only by ourselves then.
        @Override
        public HeldRights rights(Role role) throws SQLException {
            HeldRights known = rights.get(role);
            if (known == null) {
                known = MysqlRights.of(admin, account(role));
                rights.put(role, known);
            }
            return known;
        }
    }

    /// As the two see themselves.
    final class OfThemselves implements MysqlAccounts {
        private final Map<Role, Account> accounts = new EnumMap<>(Role.class);
        private final Map<Role, HeldRights> rights = new EnumMap<>(Role.class);

        public OfThemselves(Map<Role, Connection> connections) throws SQLException {
            for (Map.Entry<Role, Connection> own : connections.entrySet()) {
                accounts.put(own.getKey(), self(own.getValue()));
                rights.put(own.getKey(), MysqlRights.ofSelf(own.getValue()));
            }
        }

        private static Account self(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT CURRENT_USER()")) {
                rows.next();
                return Account.parse(rows.getString(1));
            }
        }

        @Override
        public Account account(Role role) {
            return accounts.getOrDefault(role, new Account("", Account.ANY_HOST));
        }

        @Override
        public boolean exists(Role role) {
            return true;
        }

        @Override
        public HeldRights rights(Role role) {
            return rights.getOrDefault(role, (_, _) -> false);
        }
    }
}
