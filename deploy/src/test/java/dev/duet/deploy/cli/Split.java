package dev.duet.deploy.cli;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A customer that one system has in one row, and the other in rows of three tables. There the
/// contact goes with its client, and the others must be deleted and moved by applications.
final class Split {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final String system;
    private final String peer;
    private final String letter;
    private @Nullable CliBench bench;

    /// @param system that has one row
    /// @param letter of the tables' names
    Split(String system, String peer, String letter) {
        this.system = system;
        this.peer = peer;
        this.letter = letter;
    }

    /// Both databases with both customers.
    static CliBench bench(Path folder, Split crm, Split erp) throws Exception {
        CliBench made =
                new CliBench(
                        folder,
                        Stream.concat(Stream.of(crm.wideTable()), erp.narrowTables().stream())
                                .toList(),
                        Stream.concat(Stream.of(erp.wideTable()), crm.narrowTables().stream())
                                .toList(),
                        crm.entities() + erp.entities());
        crm.bench = made;
        erp.bench = made;
        return made;
    }

    private CliBench bench() {
        return Objects.requireNonNull(bench, "not prepared");
    }

    private String wideTable() {
        return named(
                "CREATE TABLE {wide} (id int PRIMARY KEY, name varchar(10) NOT NULL, email"
                        + " varchar(80), phone varchar(30), credit int, rating int, mine varchar(9)"
                        + " DEFAULT 'own')");
    }

    private List<String> narrowTables() {
        return List.of(
                named("CREATE TABLE {client} (id int PRIMARY KEY, name varchar(40) NOT NULL)"),
                named(
                        "CREATE TABLE {contact} (client_id int PRIMARY KEY, email varchar(80),"
                            + " phone varchar(30), FOREIGN KEY (client_id) REFERENCES {client} (id)"
                            + " ON DELETE CASCADE ON UPDATE CASCADE)"),
                named("CREATE TABLE {credit} (client_id int PRIMARY KEY, credit int)"),
                named("CREATE TABLE {rating} (client_id int PRIMARY KEY, rating int)"));
    }

    String entities() {
        return named(
                """
                customer_{l}:
                  tables: { {w}: {wide}, {n}: {client} }
                  key: { id: id }
                  fields: { name: name }
                  only-in: { {w}: [mine] }
                contact_{l}:
                  tables: { {w}: {wide}, {n}: {contact} }
                  part-of: customer_{l}
                  key: { id: { {w}: id, {n}: client_id } }
                  fields: { email: email, phone: phone }
                  update-vs-delete: delete
                credit_{l}:
                  tables: { {w}: {wide}, {n}: {credit} }
                  part-of: customer_{l}
                  key: { id: { {w}: id, {n}: client_id } }
                  fields: { credit: credit }
                rating_{l}:
                  tables: { {w}: {wide}, {n}: {rating} }
                  part-of: customer_{l}
                  key: { id: { {w}: id, {n}: client_id } }
                  fields: { rating: { crm: rating, erp: rating, owner: crm } }
                """);
    }

    String named(String text) {
        return text.replace("{wide}", "wide_" + letter)
                .replace("{client}", "client_" + letter)
                .replace("{contact}", "client_contact_" + letter)
                .replace("{credit}", "client_credit_" + letter)
                .replace("{rating}", "client_rating_" + letter)
                .replace("{l}", letter)
                .replace("{w}", system)
                .replace("{n}", peer);
    }

    boolean isCrm() {
        return system.equals("crm");
    }

    void inWide(String... statements) throws Exception {
        write(system, statements);
    }

    void inNarrow(String... statements) throws Exception {
        write(peer, statements);
    }

    private void write(String where, String... statements) throws Exception {
        for (String statement : statements) {
            if (where.equals("crm")) {
                bench().crm(named(statement));
            } else {
                bench().erp(named(statement));
            }
        }
    }

    /// The row, a dash for each column without a value.
    String wide(int id) throws Exception {
        return ask(
                system,
                "SELECT concat_ws(':', name, coalesce(email, '-'), coalesce(phone, '-'), CASE WHEN"
                        + " credit IS NULL THEN '-' ELSE concat(credit) END, mine) FROM {wide}"
                        + " WHERE id = "
                        + id);
    }

    /// The rows of the three tables, `none` for each that is not there.
    String narrow(int id) throws Exception {
        return client(id) + " " + contact(id) + " " + credit(id);
    }

    private String client(int id) throws Exception {
        return part("SELECT name FROM {client} WHERE id = " + id);
    }

    String contact(int id) throws Exception {
        return part(
                "SELECT concat(coalesce(email, '-'), ':', coalesce(phone, '-')) FROM {contact}"
                        + " WHERE client_id = "
                        + id);
    }

    String credit(int id) throws Exception {
        return part(
                "SELECT CASE WHEN credit IS NULL THEN '-' ELSE concat(credit) END FROM {credit}"
                        + " WHERE client_id = "
                        + id);
    }

    /// The rating on both sides, of which crm is the owner.
    String rating(int id) throws Exception {
        return ask(system, "SELECT rating FROM {wide} WHERE id = " + id)
                + " "
                + part("SELECT rating FROM {rating} WHERE client_id = " + id);
    }

    private String part(String sql) throws Exception {
        return ask(peer, sql).replace("no row", "none");
    }

    private String ask(String where, String sql) throws Exception {
        return where.equals("crm") ? bench().askCrm(named(sql)) : bench().askErp(named(sql));
    }

    void awaitWide(int id, String row) {
        await(() -> wide(id).equals(row));
    }

    void awaitNarrow(int id, String rows) {
        await(() -> narrow(id).equals(rows));
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    @Override
    public String toString() {
        return "one row in " + system;
    }
}
