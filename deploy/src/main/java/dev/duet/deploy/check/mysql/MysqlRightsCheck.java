package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.deploy.rights.mysql.Account;
import dev.duet.deploy.rights.mysql.HeldGrant;
import dev.duet.deploy.rights.mysql.MysqlRights;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import java.util.ArrayList;
import java.util.List;

/// The rights of one of Duet's users: what it lacks, and what it has beyond need. Asks no database.
public final class MysqlRightsCheck {
    private final Account account;
    private final MysqlRights rights;
    private final List<Grant> required;
    private final Findings.InSystem findings;

    private MysqlRightsCheck(
            Account account, MysqlRights rights, List<Grant> required, Findings.InSystem findings) {
        this.account = account;
        this.rights = rights;
        this.required = List.copyOf(required);
        this.findings = findings;
    }

    /// @param required all that the user needs; in both roles when it is both
    public static void run(
            Account account, MysqlRights rights, List<Grant> required, Findings.InSystem findings) {
        var check = new MysqlRightsCheck(account, rights, required, findings);
        check.missing();
        rights.held().stream().filter(held -> !held.revoked()).forEach(check::excess);
    }

    private void missing() {
        for (Grant grant : required) {
            rights.missing(grant)
                    .ifPresent(
                            lacking ->
                                    findings.add(
                                            MysqlCode.RIGHT_MISSING,
                                            account.user() + ": " + words(lacking),
                                            account + " lacks " + words(lacking),
                                            Mend.sql(MysqlRights.sql(lacking, account))));
        }
    }

    private void excess(HeldGrant held) {
        Target target = target(held);
        List<String> surplus =
                held.privileges().stream()
                        .filter(
                                privilege ->
                                        !privilege.equals("USAGE") && !needed(privilege, target))
                        .toList();
        if (surplus.isEmpty()) {
            return;
        }
        var excess = new Grant(surplus, target);
        List<String> sql = new ArrayList<>();
        MysqlRights left = rights.without(held, surplus);
        required.forEach(
                grant ->
                        left.missing(grant)
                                .filter(lost -> rights.missing(grant).isEmpty())
                                .ifPresent(lost -> sql.add(MysqlRights.sql(lost, account))));
        sql.add(
                "REVOKE %s ON %s FROM %s"
                        .formatted(String.join(", ", surplus), held.object(), account));
        findings.add(
                target instanceof Server ? MysqlCode.SERVER_RIGHT_EXCESS : MysqlCode.RIGHT_EXCESS,
                account.user() + ": " + shortened(surplus) + " on " + held.object(),
                account + " has " + words(excess),
                new Mend(sql, ""));
    }

    private boolean needed(String privilege, Target target) {
        return required.stream()
                .anyMatch(
                        grant ->
                                covers(grant.target(), target)
                                        && grant.privileges().contains(privilege));
    }

    /// A right on all of Duet's tables is needed on each of them too.
    private static boolean covers(Target required, Target held) {
        return required.equals(held)
                || required instanceof Database database
                        && held instanceof Table table
                        && database.name().equals(Bookkeeping.SCHEMA)
                        && table.name().schema().equals(Bookkeeping.SCHEMA);
    }

    private static Target target(HeldGrant held) {
        if (held.database().equals("*")) {
            return new Server();
        }
        return held.table().equals("*")
                ? new Database(held.database().replace("\\", ""))
                : new Table(new TableName(held.database(), held.table()));
    }

    private static String words(Grant grant) {
        return String.join(", ", grant.privileges()) + " on " + MysqlRights.object(grant.target());
    }

    /// A user with all rights has dozens.
    private static String shortened(List<String> privileges) {
        int most = 3;
        return privileges.size() <= most
                ? String.join(", ", privileges)
                : String.join(", ", privileges.subList(0, most))
                        + " and "
                        + (privileges.size() - most)
                        + " more";
    }
}
