package dev.duet.deploy.init;

import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.config.DatabaseKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The steps that make Duet's own schema and tables, from the bookkeeping's statements. Pure.
public final class OwnTables {
    private static final Pattern CREATE =
            Pattern.compile(
                    "CREATE (?<kind>[A-Z]+) IF NOT EXISTS (?<name>[^\\s(]+).*", Pattern.DOTALL);

    private static final String MYSQL_DATABASE =
            "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
    private static final String MYSQL_TABLE =
            "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'duet' AND"
                    + " TABLE_NAME = ?";

    private OwnTables() {}

    public static List<Step> steps(DatabaseKind kind) {
        List<String> statements =
                switch (kind) {
                    case POSTGRES -> Bookkeeping.postgresStatements();
                    case MYSQL -> Bookkeeping.mysqlStatements();
                };
        var steps = new ArrayList<Step>();
        for (String statement : statements) {
            Matcher create = CREATE.matcher(statement);
            if (!create.matches()) {
                throw new IllegalStateException(
                        "not a statement that may be run again: " + statement);
            }
            String object = create.group("kind");
            String name = create.group("name").replace("`", "");
            String bare = name.substring(name.indexOf('.') + 1);
            steps.add(
                    Step.of(
                            object.toLowerCase(Locale.ROOT) + " " + name,
                            probe(kind, object, bare),
                            statement));
        }
        // A row to lock: whoever holds the lease writes into it.
        steps.add(
                Step.of(
                        "row of duet.lease",
                        Existing.where("SELECT COUNT(*) > 0 FROM duet.lease WHERE name = 'duet'"),
                        "INSERT INTO duet.lease (name, holder, token, expires_at)"
                                + " VALUES ('duet', '', 0, '2000-01-01 00:00:00')"));
        return steps;
    }

    private static Step.Probe probe(DatabaseKind kind, String object, String name) {
        return switch (kind) {
            case POSTGRES ->
                    object.equals("SCHEMA")
                            ? Existing.where("SELECT to_regnamespace(?) IS NOT NULL", name)
                            : Existing.where("SELECT to_regclass(?) IS NOT NULL", "duet." + name);
            case MYSQL ->
                    Existing.where(object.equals("DATABASE") ? MYSQL_DATABASE : MYSQL_TABLE, name);
        };
    }
}
