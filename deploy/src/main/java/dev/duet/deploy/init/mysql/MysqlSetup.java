package dev.duet.deploy.init.mysql;

import dev.duet.deploy.init.Identity;
import dev.duet.deploy.init.OwnTables;
import dev.duet.deploy.init.Step;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.RequiredGrants;
import dev.duet.deploy.rights.Role;
import dev.duet.deploy.rights.mysql.MysqlRights;
import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The steps that prepare MySQL, in order. Immutable.
public final class MysqlSetup {
    private static final DatabaseKind KIND = DatabaseKind.MYSQL;

    private final DuetConfig config;
    private final SystemConfig system;
    private final MysqlAccounts accounts;
    private final Function<Role, String> passwords;

    /// @param passwords for users that do not exist yet
    public MysqlSetup(DuetConfig config, MysqlAccounts accounts, Function<Role, String> passwords) {
        this.config = config;
        this.system = config.mysql();
        this.accounts = accounts;
        this.passwords = passwords;
    }

    public List<Step> steps() {
        var steps = new ArrayList<Step>();
        steps.add(user(Role.READER));
        if (!Role.READER.user(system).equals(Role.WRITER.user(system))) {
            steps.add(user(Role.WRITER));
        }
        steps.addAll(OwnTables.steps(KIND));
        steps.add(Identity.step(system));
        for (Role role : Role.values()) {
            for (Grant grant : RequiredGrants.of(config, system, role)) {
                steps.add(grant(role, grant));
            }
        }
        return steps;
    }

    private Step user(Role role) {
        String create = "CREATE USER " + accounts.account(role) + " IDENTIFIED BY ";
        return new Step(
                "user " + accounts.account(role),
                _ -> accounts.exists(role),
                List.of(create + "'<password of the " + role.word() + ">'"),
                () -> List.of(create + SqlLiteral.of(KIND, passwords.apply(role))));
    }

    private Step grant(Role role, Grant grant) {
        String sql = MysqlRights.sql(grant, accounts.account(role));
        return Step.of(
                (Step.RIGHT + "%s: %s on %s")
                        .formatted(
                                role.user(system),
                                MysqlRights.privileges(grant),
                                MysqlRights.object(grant.target())),
                _ -> accounts.rights(role).missing(grant).isEmpty(),
                sql);
    }
}
