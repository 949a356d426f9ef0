package dev.duet.deploy.scaffold;

import static dev.duet.deploy.scaffold.Tables.refers;
import static dev.duet.deploy.scaffold.Tables.row;
import static dev.duet.deploy.scaffold.Tables.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.catalog.Table;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

final class TablePairingTest {
    private static final Samples NO_ROWS = (left, right, key) -> List.of();
    private static final double LEAST = 0.6;

    private static TablePairing.Tables pair(List<Table> left, List<Table> right, Samples samples)
            throws SQLException {
        return new TablePairing(left, right, samples, LEAST).pair();
    }

    private static List<String> names(List<ColumnPair> pairs) {
        return pairs.stream().map(it -> it.postgres().name() + "=" + it.mysql().name()).toList();
    }

    /// Each name is spelled anew by rules that schemas follow, in another order, on the other side.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tablesAndColumnsAreFoundUnderOtherSpellings(long seed) throws SQLException {
        var random = new Random(seed);
        List<String> nouns =
                List.of("customer", "invoice", "supplier", "warehouse", "shipment", "category");
        List<Table> left = new ArrayList<>();
        List<Table> right = new ArrayList<>();
        for (String noun : nouns) {
            left.add(
                    table(
                            "public." + noun,
                            noun + "_id bigint key",
                            "title character varying(40)",
                            "created_at timestamp(6) without time zone",
                            noun + "_size integer",
                            "remark text"));
            List<String> columns =
                    new ArrayList<>(
                            List.of(
                                    spelled("title", random) + " varchar(40)",
                                    spelled("created_at", random) + " datetime(6)",
                                    spelled(noun + "_size", random) + " int",
                                    spelled("remark", random) + " longtext"));
            columns.add(spelled(noun + "_id", random) + " bigint key");
            Collections.shuffle(columns, random);
            right.add(table("erp." + spelledTable(noun, random), columns.toArray(String[]::new)));
        }
        Collections.shuffle(right, random);

        TablePairing.Tables tables = pair(left, right, NO_ROWS);

        assertThat(tables.pairs()).hasSize(nouns.size());
        assertThat(tables.postgresOnly()).isEmpty();
        for (TablePair pair : tables.pairs()) {
            String noun = pair.postgres().name().name();
            assertThat(Words.ofTable(pair.mysql().name().name())).hasToString(noun);
            assertThat(names(pair.fields()))
                    .as("seed " + seed)
                    .hasSize(4)
                    .allSatisfy(
                            it ->
                                    assertThat(Words.of(it.substring(it.indexOf('=') + 1)))
                                            .isEqualTo(Words.of(it.substring(0, it.indexOf('=')))));
        }
    }

    private static String spelled(String name, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> camel(name);
            case 2 -> Character.toUpperCase(name.charAt(0)) + camel(name).substring(1);
            default -> name;
        };
    }

    private static String camel(String name) {
        var camel = new StringBuilder();
        for (String word : name.split("_")) {
            camel.append(
                    camel.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    private static String spelledTable(String noun, Random random) {
        String plural =
                noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return switch (random.nextInt(4)) {
            case 0 -> "tbl_" + plural;
            case 1 -> "tbl" + Character.toUpperCase(plural.charAt(0)) + plural.substring(1);
            case 2 -> noun;
            default -> plural.toUpperCase(Locale.ROOT);
        };
    }

    @Test
    void contentFindsColumnsWhoseNamesSayNothing() throws SQLException {
        Table left = table("public.item", "sku text key", "colour text", "weight integer");
        Table right = table("erp.article", "ean longtext key", "attr1 int", "attr2 longtext");
        List<RowPair> rows =
                IntStream.range(0, 30)
                        .mapToObj(
                                i ->
                                        new RowPair(
                                                row("colour", "c" + i % 7, "weight", (long) i),
                                                row("attr1", (long) i, "attr2", "c" + i % 7)))
                        .toList();

        TablePairing.Tables tables = pair(List.of(left), List.of(right), (a, b, c) -> rows);

        assertThat(tables.pairs())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(names(it.fields()))
                                        .containsExactly("colour=attr2", "weight=attr1"));
        assertThat(pair(List.of(left), List.of(right), NO_ROWS).pairs()).isEmpty();
    }

    @Test
    void sameNameWithOtherContentIsNoPairAndIsSaid() throws SQLException {
        Table left =
                table("public.item", "sku text key", "label text", "size integer", "rank integer");
        Table right =
                table("erp.item", "sku longtext key", "label longtext", "size int", "rank int");
        List<RowPair> rows =
                IntStream.range(0, 30)
                        .mapToObj(
                                i ->
                                        new RowPair(
                                                row(
                                                        "label", "a" + i, "size", (long) i, "rank",
                                                        7L + i),
                                                row(
                                                        "label", "a" + i, "size", (long) i, "rank",
                                                        99L * i)))
                        .toList();

        TablePair pair = pair(List.of(left), List.of(right), (a, b, c) -> rows).pairs().getFirst();

        assertThat(names(pair.fields())).containsExactly("label=label", "size=size");
        assertThat(pair.postgresOnly())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.reason())
                                        .contains("rank", "0 of 30 sampled values equal"));
    }

    /// 12 and 1200 are one amount, and nothing says so.
    @Test
    void aUnitThatOneNameSaysIsNoPairWithoutRows() throws SQLException {
        Table left = table("public.item", "sku text key", "name text", "owed numeric(10,2)");
        Table right = table("erp.item", "sku longtext key", "name longtext", "owed_cents bigint");

        TablePairing.Tables tables = pair(List.of(left), List.of(right), NO_ROWS);

        assertThat(names(tables.pairs().getFirst().fields())).containsExactly("name=name");
    }

    @Test
    void referencesToPairsTellTablesAndColumnsApart() throws SQLException {
        Table left = table("public.city", "id integer key", "name text");
        Table right = table("erp.town", "id int key", "name longtext");
        Table staff =
                refers(table("public.staff", "id integer key", "lives integer"), "lives", left);
        Table people =
                refers(table("erp.staff", "id int key", "place int", "pay int"), "place", right);

        TablePairing.Tables tables = pair(List.of(left, staff), List.of(people, right), NO_ROWS);

        assertThat(tables.pairs())
                .extracting(it -> it.postgres().name().name() + "=" + it.mysql().name().name())
                .containsExactly("city=town", "staff=staff");
        assertThat(names(tables.pairs().getLast().fields())).containsExactly("lives=place");
    }

    @Test
    void whatCannotBeSyncedIsSaid() throws SQLException {
        Table left = table("public.log", "what text");
        Table right = table("erp.log", "id int key", "what longtext");

        TablePairing.Tables tables = pair(List.of(left), List.of(right), NO_ROWS);

        assertThat(tables.pairs()).isEmpty();
        assertThat(tables.postgresOnly().getFirst().reason()).contains("no primary key");
        assertThat(tables.mysqlOnly().getFirst().reason()).contains("nothing like it");
    }

    @Test
    void keysThatBothSidesMakeUpAndThatDoNotCorrespondAreApart() throws SQLException {
        Table left = table("public.person", "id bigint key made", "name text", "mail text");
        Table right = table("erp.person", "id bigint key made", "name longtext", "mail longtext");
        Samples other =
                (a, b, c) ->
                        IntStream.range(0, 20)
                                .mapToObj(
                                        i ->
                                                new RowPair(
                                                        row("name", "n" + i, "mail", "m" + i),
                                                        row("name", "x" + i, "mail", "y" + i)))
                                .toList();
        Samples same =
                (a, b, c) ->
                        IntStream.range(0, 20)
                                .mapToObj(
                                        i ->
                                                new RowPair(
                                                        row("name", "n" + i, "mail", "m" + i),
                                                        row("name", "n" + i, "mail", "y" + i)))
                                .toList();

        assertThat(keys(left, right, other)).isEqualTo(TablePair.Keys.APART);
        assertThat(keys(left, right, same)).isEqualTo(TablePair.Keys.SHARED);
        assertThat(keys(left, right, NO_ROWS)).isEqualTo(TablePair.Keys.UNKNOWN);
    }

    private static TablePair.Keys keys(Table left, Table right, Samples samples)
            throws SQLException {
        return pair(List.of(left), List.of(right), samples).pairs().getFirst().keys();
    }

    @Test
    void pairingIsTheSameInWhateverOrderTablesCome() throws SQLException {
        List<Table> left =
                new ArrayList<>(
                        List.of(
                                table("public.a_one", "id integer key", "x text"),
                                table("public.a_two", "id integer key", "x text")));
        List<Table> right =
                new ArrayList<>(
                        List.of(
                                table("erp.one", "id int key", "x longtext"),
                                table("erp.two", "id int key", "x longtext")));
        List<TablePair> before = pair(left, right, NO_ROWS).pairs();
        Collections.reverse(left);
        Collections.reverse(right);

        assertThat(pair(left, right, NO_ROWS).pairs()).isEqualTo(before);
        assertThat(before).hasSize(2);
    }

    @Test
    void rowsAreAskedForOnlyOfWhatMayWellBeOne() throws SQLException {
        List<String> asked = new ArrayList<>();
        Samples samples =
                (a, b, c) -> {
                    asked.add(a.name().name() + " " + b.name().name());
                    return List.of();
                };

        pair(
                List.of(table("public.price", "id integer key", "amount integer")),
                List.of(
                        table("erp.price", "id int key", "amount int"),
                        table("erp.holiday", "start date key", "festival json")),
                samples);

        assertThat(asked).containsOnly("price price");
    }
}
