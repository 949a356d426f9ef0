package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.deploy.rights.mysql.Account;
import dev.duet.deploy.rights.mysql.HeldGrant;
import dev.duet.deploy.rights.mysql.MysqlRights;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The rights of one of Duet's users: what it lacks, and what it has beyond need. Asks no database.
public final class MysqlRightsCheck {
    private static final String GRANT_OPTION = "GRANT OPTION";

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
        Map<Target, List<HeldGrant>> byTarget =
                rights.held().stream()
                        .filter(held -> !held.revoked())
                        .collect(
                                Collectors.groupingBy(
                                        MysqlRightsCheck::target,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byTarget.forEach(check::excess);
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

    /// All that is held on one object at once: MySQL shows rights on the server in several lines.
    private void excess(Target target, List<HeldGrant> lines) {
        List<String> surplus = new ArrayList<>();
        List<String> revokes = new ArrayList<>();
        MysqlRights left = rights;
        for (HeldGrant line : lines) {
            List<String> taken =
                    line.privileges().stream()
                            .filter(held -> !held.equals("USAGE") && !needed(held, target))
                            .toList();
            surplus.addAll(taken);
            left = left.without(line, taken);
            List<String> plain = taken.stream().filter(held -> !held.equals(GRANT_OPTION)).toList();
            if (!plain.isEmpty()) {
                revokes.add(revoke(plain, line));
            }
        }
        if (surplus.isEmpty()) {
            return;
        }
        String object = lines.getFirst().object();
        findings.add(
                target instanceof Server ? MysqlCode.SERVER_RIGHT_EXCESS : MysqlCode.RIGHT_EXCESS,
                account.user() + " on " + object,
                account + " has " + String.join(", ", surplus) + " on " + object,
                new Mend(sql(lines.getFirst(), surplus, revokes, left), ""));
    }

    /// First what is needed and would be lost; but rights on columns after the revokes, for with a
    /// right on the table MySQL takes away that on its columns. GRANT OPTION last and on its own:
    /// in one list with all privileges it is REVOKE ALL to MySQL, and once it is gone MySQL revokes
    /// no dynamic privilege that was granted with it.
    private List<String> sql(
            HeldGrant line, List<String> surplus, List<String> revokes, MysqlRights left) {
        List<String> sql = new ArrayList<>();
        List<String> onColumns = new ArrayList<>();
        for (Grant grant : required) {
            List<String> into = grant.target() instanceof Columns ? onColumns : sql;
            left.missing(grant)
                    .filter(lost -> rights.missing(grant).isEmpty())
                    .ifPresent(lost -> into.add(MysqlRights.sql(lost, account)));
        }
        boolean option = surplus.contains(GRANT_OPTION);
        if (option) {
            sql.add("GRANT USAGE ON " + line.object() + " TO " + account + " WITH GRANT OPTION");
        }
        sql.addAll(revokes.reversed());
        sql.addAll(onColumns);
        if (option) {
            sql.add(revoke(List.of(GRANT_OPTION), line));
        }
        return sql;
    }

    private String revoke(List<String> privileges, HeldGrant line) {
        return "REVOKE %s ON %s FROM %s"
                .formatted(String.join(", ", privileges), line.object(), account);
    }

    private boolean needed(String held, Target target) {
        return required.stream()
                .anyMatch(
                        grant ->
                                covers(grant.target(), target)
                                        && grant.privileges().stream()
                                                .anyMatch(
                                                        it -> isPartOf(held, it, grant.target())));
    }

    private static boolean isPartOf(String held, String privilege, Target target) {
        return target instanceof Columns columns
                ? columns.names().stream()
                        .anyMatch(
                                name -> HeldGrant.onColumn(privilege, name).equalsIgnoreCase(held))
                : held.equals(privilege) || held.startsWith(privilege + " (");
    }

    /// A right on all of Duet's tables is needed on each of them too.
    private static boolean covers(Target required, Target held) {
        return required.equals(held)
                || required instanceof Columns columns && held.equals(new Table(columns.table()))
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
        return MysqlRights.privileges(grant) + " on " + MysqlRights.object(grant.target());
    }
}
