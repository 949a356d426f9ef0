package dev.duet.deploy.rights.mysql;

import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Schema;
import dev.duet.deploy.rights.Target.Sequence;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.config.DatabaseKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One line of SHOW GRANTS about server, database or table; immutable.
///
/// @param privileges in capitals; what is limited to columns, each column for itself: `SELECT
///   (`id`)`
/// @param database as written, a pattern where `_` and `%` are wildcards unless escaped; `*` for
///   all
/// @param table `*` for all
/// @param revoked whether it takes away (a partial revoke) instead of giving
public record HeldGrant(List<String> privileges, String database, String table, boolean revoked) {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?<verb>GRANT|REVOKE) (?<privileges>.+?) ON (?:TABLE"
                            + " )?(?<database>\\*|`(?:[^`]|``)+`)\\.(?<table>\\*|`(?:[^`]|``)+`)"
                            + " (?:TO|FROM) .*",
                    Pattern.DOTALL);

    public HeldGrant {
        privileges = List.copyOf(privileges);
    }

    /// Nothing for a line about routines, roles or proxies.
    static Optional<HeldGrant> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> privileges = new ArrayList<>();
        split(matcher.group("privileges"))
                .forEach(privilege -> privileges.addAll(columnByColumn(privilege)));
        if (line.endsWith(" WITH GRANT OPTION")) {
            privileges.add("GRANT OPTION");
        }
        return Optional.of(
                new HeldGrant(
                        privileges,
                        unquoted(matcher.group("database")),
                        unquoted(matcher.group("table")),
                        matcher.group("verb").equals("REVOKE")));
    }

    /// As it stands after ON.
    public String object() {
        return quoted(database) + "." + quoted(table);
    }

    private static String quoted(String name) {
        return name.equals("*") ? name : SqlName.of(DatabaseKind.MYSQL, name);
    }

    /// What is left of it. With a right on the table MySQL takes away that on its columns.
    Optional<HeldGrant> without(List<String> taken) {
        List<String> left =
                privileges.stream()
                        .filter(
                                held ->
                                        taken.stream()
                                                .noneMatch(
                                                        it ->
                                                                held.equals(it)
                                                                        || held.startsWith(
                                                                                it + " (")))
                        .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new HeldGrant(left, database, table, revoked));
    }

    boolean gives(String privilege, Target target) {
        boolean named = privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES");
        return (named || namesColumns(privilege, target)) && covers(target);
    }

    private boolean namesColumns(String privilege, Target target) {
        return target instanceof Columns columns
                && columns.names().stream()
                        .allMatch(
                                name ->
                                        privileges.stream()
                                                .anyMatch(
                                                        onColumn(privilege, name)
                                                                ::equalsIgnoreCase));
    }

    /// A privilege on some columns, as it stands in SQL.
    static String onColumns(String privilege, List<String> names) {
        return names.stream()
                .map(name -> SqlName.of(DatabaseKind.MYSQL, name))
                .collect(Collectors.joining(", ", privilege + " (", ")"));
    }

    /// A privilege on one column, as [#privileges] has it.
    public static String onColumn(String privilege, String name) {
        return onColumns(privilege, List.of(name));
    }

    private static List<String> columnByColumn(String privilege) {
        int open = privilege.indexOf(" (");
        return open < 0
                ? List.of(privilege)
                : split(privilege.substring(open + 2, privilege.length() - 1)).stream()
                        .map(column -> privilege.substring(0, open) + " (" + column + ")")
                        .toList();
    }

    boolean givesBelowServer(String privilege, Target target) {
        return !revoked && !database.equals("*") && gives(privilege, target);
    }

    private boolean covers(Target target) {
        return switch (target) {
            case Server _ -> database.equals("*");
            case Database named -> coversDatabase(named.name()) && table.equals("*");
            case Table named ->
                    coversDatabase(named.name().schema())
                            && (table.equals("*") || table.equals(named.name().name()));
            case Columns named ->
                    coversDatabase(named.table().schema())
                            && (table.equals("*") || table.equals(named.table().name()));
            case Schema _, Sequence _ -> false;
        };
    }

    private boolean coversDatabase(String name) {
        return database.equals("*")
                || database.equals(name)
                || table.equals("*") && like(database, name);
    }

    /// MySQL's LIKE, with backslash as the escape.
    private static boolean like(String pattern, String name) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else if (c == '%') {
                regex.append(".*");
            } else {
                regex.append(c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }

    /// At commas outside of brackets and quotes.
    private static List<String> split(String privileges) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < privileges.length(); i++) {
            char c = privileges.charAt(i);
            quoted ^= c == '`';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                parts.add(privileges.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(privileges.substring(from).strip());
        return parts;
    }

    private static String unquoted(String name) {
        return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
    }
}
