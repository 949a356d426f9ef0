package dev.duet.deploy.scaffold;

import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.Table.ForeignKey;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Pairs the tables of both databases: the best pair first, then the best of what is left; of
/// equals the one that comes first by name. Twice, so that in the end references to tables that are
/// pairs count. Asks for rows only of tables that may well be one. One thread.
final class TablePairing {
    private static final double OF_NAME = 0.35;
    private static final double OF_COLUMNS = 0.45;
    private static final double OF_REFERENCES = 0.2;

    /// Equal columns of rows with one key say more than names; from here on to 1.
    private static final double PROVEN = 0.4;

    /// Below this, by names and types alone, nobody looks at rows.
    private static final double WORTH_A_LOOK = 0.2;

    /// For each table of PostgreSQL.
    private static final int CANDIDATES = 3;

    /// Rows with one key are not one record where fewer columns than this agree.
    private static final double AGREE = 0.34;

    private static final int FEWEST_ROWS = 5;

    private final List<Table> postgres;
    private final List<Table> mysql;
    private final Samples samples;
    private final double atLeast;
    private final int prefixInPostgres;
    private final int prefixInMysql;

    /// @param atLeast the confidence below which nothing is paired
    TablePairing(List<Table> postgres, List<Table> mysql, Samples samples, double atLeast) {
        this.postgres = sorted(postgres);
        this.mysql = sorted(mysql);
        this.samples = samples;
        this.atLeast = atLeast;
        this.prefixInPostgres = prefix(this.postgres);
        this.prefixInMysql = prefix(this.mysql);
    }

    private static List<Table> sorted(List<Table> tables) {
        return tables.stream().sorted(Comparator.comparing(it -> it.name().toString())).toList();
    }

    /// How many words all the tables' names begin with.
    private static int prefix(List<Table> tables) {
        List<Words> names = tables.stream().map(it -> Words.ofTable(it.name().name())).toList();
        return names.size() < 3
                ? 0
                : names.stream().mapToInt(it -> it.shared(names.getFirst())).min().orElse(0);
    }

    /// What is to be one entity, and what is left over.
    ///
    /// @param pairs in the order of PostgreSQL's names
    record Tables(List<TablePair> pairs, List<Lone> postgresOnly, List<Lone> mysqlOnly) {}

    Tables pair() throws SQLException {
        Map<TableName, TableName> first = chosen(best(Map.of(), 0));
        List<TablePair> candidates = best(first, 0);
        List<TablePair> pairs =
                candidates.stream().filter(it -> it.confidence() >= atLeast).toList();
        return new Tables(
                pairs,
                alone(postgres, pairs, candidates, true),
                alone(mysql, pairs, candidates, false));
    }

    private static Map<TableName, TableName> chosen(List<TablePair> pairs) {
        return pairs.stream()
                .collect(Collectors.toMap(it -> it.postgres().name(), it -> it.mysql().name()));
    }

    private List<TablePair> best(Map<TableName, TableName> paired, double least)
            throws SQLException {
        List<TablePair> all = new ArrayList<>();
        for (Table left : postgres) {
            List<Rough> rough =
                    mysql.stream()
                            .flatMap(right -> rough(left, right, paired).stream())
                            .filter(it -> it.confidence >= WORTH_A_LOOK)
                            .sorted(Comparator.comparingDouble(Rough::confidence).reversed())
                            .limit(CANDIDATES)
                            .toList();
            for (Rough one : rough) {
                TablePair pair = looked(one);
                if (pair.confidence() >= least) {
                    all.add(pair);
                }
            }
        }
        all.sort(Comparator.comparingDouble(TablePair::confidence).reversed());
        Map<Table, TablePair> ofLeft = new LinkedHashMap<>();
        Map<Table, TablePair> ofRight = new HashMap<>();
        for (TablePair pair : all) {
            if (!ofLeft.containsKey(pair.postgres()) && !ofRight.containsKey(pair.mysql())) {
                ofLeft.put(pair.postgres(), pair);
                ofRight.put(pair.mysql(), pair);
            }
        }
        return postgres.stream()
                .flatMap(it -> Optional.ofNullable(ofLeft.get(it)).stream())
                .toList();
    }

    /// Two tables by what they are declared as.
    private record Rough(
            Table left,
            Table right,
            ColumnPairing columns,
            List<ColumnPair> key,
            double named,
            double references,
            double confidence) {}

    private Optional<Rough> rough(Table left, Table right, Map<TableName, TableName> paired) {
        var columns =
                new ColumnPairing(
                        left, right, (one, two) -> refer(left, one, right, two, paired), atLeast);
        List<ColumnPair> key = columns.key();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        double named = name(left, prefixInPostgres).likeness(name(right, prefixInMysql));
        double references = references(left, right, paired);
        double confidence =
                OF_NAME * named
                        + OF_COLUMNS * covered(left, right, columns.fields(List.of()), key)
                        + OF_REFERENCES * references;
        return Optional.of(new Rough(left, right, columns, key, named, references, confidence));
    }

    private static Words name(Table table, int prefix) {
        return Words.ofTable(table.name().name()).from(prefix);
    }

    /// How much of both tables is in pairs, the key included.
    private static double covered(
            Table left, Table right, List<ColumnPair> fields, List<ColumnPair> key) {
        double sum =
                Stream.concat(fields.stream(), key.stream())
                        .mapToDouble(ColumnPair::confidence)
                        .sum();
        int least = Math.min(left.columns().size(), right.columns().size());
        int most = Math.max(left.columns().size(), right.columns().size());
        return 0.7 * sum / least + 0.3 * sum / most;
    }

    /// How many of the foreign keys lead to tables that are a pair; 1 where there is none.
    private static double references(Table left, Table right, Map<TableName, TableName> paired) {
        int all = Math.max(left.foreignKeys().size(), right.foreignKeys().size());
        if (all == 0) {
            return 1;
        }
        List<TableName> there =
                new ArrayList<>(right.foreignKeys().stream().map(ForeignKey::target).toList());
        long both =
                left.foreignKeys().stream()
                        .map(it -> paired.get(it.target()))
                        .filter(it -> it != null && there.remove(it))
                        .count();
        return (double) both / all;
    }

    private static boolean refer(
            Table left, String one, Table right, String two, Map<TableName, TableName> paired) {
        return left.foreignKeys().stream()
                .filter(it -> it.columns().contains(one))
                .anyMatch(
                        it ->
                                right.foreignKeys().stream()
                                        .filter(other -> other.columns().contains(two))
                                        .anyMatch(
                                                other ->
                                                        other.target()
                                                                        .equals(
                                                                                paired.get(
                                                                                        it
                                                                                                .target()))
                                                                && other.columns().indexOf(two)
                                                                        == it.columns()
                                                                                .indexOf(one)));
    }

    private TablePair looked(Rough rough) throws SQLException {
        List<RowPair> rows = samples.of(rough.left, rough.right, rough.key);
        List<ColumnPair> byName = rough.columns.fields(List.of());
        boolean agree = rows.size() < FEWEST_ROWS || rough.columns.agreement(byName, rows) >= AGREE;
        TablePair.Keys keys = keys(rough, rows.size(), agree);
        List<RowPair> used = keys == TablePair.Keys.APART ? List.of() : rows;
        List<ColumnPair> fields = rough.columns.fields(used);
        double declared =
                OF_NAME * rough.named
                        + OF_COLUMNS * covered(rough.left, rough.right, fields, rough.key)
                        + OF_REFERENCES * rough.references;
        long proven = fields.stream().filter(it -> isProven(it, used)).count();
        int beside =
                Math.min(rough.left.columns().size(), rough.right.columns().size())
                        - rough.key.size();
        double seen =
                beside == 0 || proven == 0
                        ? 0
                        : PROVEN + (1 - PROVEN) * proven / Math.max(beside, proven);
        return new TablePair(
                rough.left,
                rough.right,
                Math.min(1, Math.max(declared, seen)),
                reason(rough, rows.size(), fields.size(), beside),
                rough.key,
                keys,
                fields,
                rough.columns.alone(true, names(rough, fields, true), used),
                rough.columns.alone(false, names(rough, fields, false), used));
    }

    private static boolean isProven(ColumnPair pair, List<RowPair> rows) {
        Evidence evidence = ColumnPairing.evidence(pair.postgres(), pair.mysql(), rows);
        return evidence.isProof() && evidence.share() >= 0.9;
    }

    /// Where not both sides make up the keys, somebody gave a row the key of the other side's row.
    private static TablePair.Keys keys(Rough rough, int rows, boolean agree) {
        boolean bothMakeUp =
                rough.key.size() == 1
                        && rough.key.getFirst().postgres().automatic()
                        && rough.key.getFirst().mysql().automatic();
        if (!bothMakeUp) {
            return TablePair.Keys.SHARED;
        }
        if (rows < FEWEST_ROWS) {
            return TablePair.Keys.UNKNOWN;
        }
        return agree ? TablePair.Keys.SHARED : TablePair.Keys.APART;
    }

    private String reason(Rough rough, int rows, int fields, int beside) {
        String left = rough.left.name().name();
        String right = rough.right.name().name();
        List<String> words = new ArrayList<>();
        words.add(
                left.equals(right)
                        ? "same name"
                        : rough.named == 1
                                ? "same words in the names"
                                : rough.named >= 0.5 ? "names alike" : "unlike names");
        words.add("%d of %d columns beside the key".formatted(fields, beside));
        if (!rough.left.foreignKeys().isEmpty() && rough.references > 0) {
            words.add("refer to tables that are pairs");
        }
        words.add(rows == 0 ? "no rows to compare" : rows + " sampled rows have one key");
        return String.join(", ", words);
    }

    private static Set<String> names(Rough rough, List<ColumnPair> fields, boolean inPostgres) {
        return Stream.concat(rough.key.stream(), fields.stream())
                .map(it -> inPostgres ? it.postgres().name() : it.mysql().name())
                .collect(Collectors.toSet());
    }

    private List<Lone> alone(
            List<Table> tables,
            List<TablePair> pairs,
            List<TablePair> candidates,
            boolean inPostgres) {
        List<Lone> alone = new ArrayList<>();
        for (Table table : tables) {
            boolean paired =
                    pairs.stream()
                            .anyMatch(
                                    it -> (inPostgres ? it.postgres() : it.mysql()).equals(table));
            if (!paired) {
                alone.add(new Lone(table.name().toString(), why(table, candidates, inPostgres)));
            }
        }
        return alone;
    }

    private static String why(Table table, List<TablePair> candidates, boolean inPostgres) {
        if (table.primaryKey().isEmpty()) {
            return "it has no primary key: cannot be kept in step";
        }
        return candidates.stream()
                .filter(it -> (inPostgres ? it.postgres() : it.mysql()).equals(table))
                .findFirst()
                .map(
                        it ->
                                "most like %s, at %s: %s"
                                        .formatted(
                                                (inPostgres ? it.mysql() : it.postgres()).name(),
                                                ColumnPairing.decimals(it.confidence()),
                                                it.reason()))
                .orElse("nothing like it on the other side, with a key of the same form");
    }
}
