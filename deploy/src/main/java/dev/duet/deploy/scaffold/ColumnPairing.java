package dev.duet.deploy.scaffold;

import dev.duet.mapping.types.Cover;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pairs the columns of two tables: the best pair first, then the best of what is left; of equals
/// the one that stands first in PostgreSQL, then in MySQL. Pure; for one pair of tables.
final class ColumnPairing {
    private static final double OF_NAME = 0.8;
    private static final double OF_TYPES = 0.2;

    /// What names and types weigh where the sample says something, and where it does not. Without
    /// rows that tell the scale, a price and a price in cents are not the same.
    private static final double OTHER_UNIT = 0.5;

    private static final String OTHER_UNIT_SAID =
            "; only one name says a unit, and no rows with the same keys tell the scale";

    private static final double BESIDE_PROOF = 0.35;

    private static final double WITHOUT_PROOF = 0.9;

    /// What equal values begin to count with: rows differ where both sides have been edited.
    private static final double SOME_EQUAL = 0.4;

    /// Two references to paired tables are alike whatever their names are.
    private static final double BOTH_REFER = 0.85;

    /// Below this a map of words could be chance.
    private static final double NAME_FOR_WORDS = 0.5;

    private final Table postgres;
    private final Table mysql;
    private final Relatives relatives;
    private final double atLeast;

    /// Which column refers to which table that is paired with which.
    @FunctionalInterface
    interface Relatives {
        /// Whether both columns refer to tables that are a pair.
        boolean areBoth(String postgresColumn, String mysqlColumn);
    }

    /// @param atLeast the confidence below which nothing is paired
    ColumnPairing(Table postgres, Table mysql, Relatives relatives, double atLeast) {
        this.postgres = postgres;
        this.mysql = mysql;
        this.relatives = relatives;
        this.atLeast = atLeast;
    }

    /// The primary keys' columns in pairs; empty where the keys cannot be the same.
    List<ColumnPair> key() {
        if (postgres.primaryKey().isEmpty()
                || postgres.primaryKey().size() != mysql.primaryKey().size()) {
            return List.of();
        }
        List<ColumnPair> pairs =
                best(
                        columns(postgres, postgres.primaryKey()),
                        columns(mysql, mysql.primaryKey()),
                        List.of(),
                        0);
        return pairs.size() == postgres.primaryKey().size() ? pairs : List.of();
    }

    /// The columns beside the key in pairs.
    ///
    /// @param rows what the sample has of both
    List<ColumnPair> fields(List<RowPair> rows) {
        return best(besideKey(postgres), besideKey(mysql), rows, atLeast);
    }

    private static List<TableColumn> columns(Table table, List<String> names) {
        return table.columns().stream().filter(it -> names.contains(it.name())).toList();
    }

    private static List<TableColumn> besideKey(Table table) {
        return table.columns().stream()
                .filter(it -> !table.primaryKey().contains(it.name()))
                .toList();
    }

    /// How many of these pairs agree in most rows that have one key; of all, from 0 to 1. Pairs
    /// that say nothing, such as a column with one value throughout, do not count; 1 where none is
    /// left.
    double agreement(List<ColumnPair> pairs, List<RowPair> rows) {
        List<Evidence> telling =
                pairs.stream()
                        .map(it -> evidence(it.postgres(), it.mysql(), rows))
                        .filter(Evidence::isTelling)
                        .toList();
        long agree = telling.stream().filter(it -> it.share() >= 0.5).count();
        return telling.isEmpty() ? 1 : (double) agree / telling.size();
    }

    static Evidence evidence(TableColumn left, TableColumn right, List<RowPair> rows) {
        Column one = TypeTable.column(DatabaseKind.POSTGRES, left);
        Column two = TypeTable.column(DatabaseKind.MYSQL, right);
        return Evidence.of(one, two, TypeTable.pair(one, two), rows);
    }

    private List<ColumnPair> best(
            List<TableColumn> left, List<TableColumn> right, List<RowPair> rows, double least) {
        List<ColumnPair> all = new ArrayList<>();
        for (TableColumn one : left) {
            for (TableColumn two : right) {
                pair(one, two, rows).filter(it -> it.confidence() >= least).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparingDouble(ColumnPair::confidence).reversed());
        Set<TableColumn> taken = new HashSet<>();
        Map<TableColumn, ColumnPair> chosen = new HashMap<>();
        for (ColumnPair pair : all) {
            if (!taken.contains(pair.postgres()) && !taken.contains(pair.mysql())) {
                taken.add(pair.postgres());
                taken.add(pair.mysql());
                chosen.put(pair.postgres(), pair);
            }
        }
        return left.stream().flatMap(it -> Optional.ofNullable(chosen.get(it)).stream()).toList();
    }

    /// What two columns would be as a field; nothing where they cannot be one.
    private Optional<ColumnPair> pair(TableColumn left, TableColumn right, List<RowPair> rows) {
        if (left.generated() || right.generated()) {
            return Optional.empty();
        }
        Column one = TypeTable.column(DatabaseKind.POSTGRES, left);
        Column two = TypeTable.column(DatabaseKind.MYSQL, right);
        TypePair types = TypeTable.pair(one, two);
        boolean refer = relatives.areBoth(left.name(), right.name());
        double spelled = likeness(left, right);
        double named = refer ? BOTH_REFER + (1 - BOTH_REFER) * spelled : spelled;
        Evidence evidence = counting(left, right, named, refer, Evidence.of(one, two, types, rows));
        boolean carried =
                types instanceof TypePair.Carried || !(evidence.form() instanceof Form.AsTyped);
        if (!carried) {
            return Optional.empty();
        }
        boolean unsure =
                !evidence.isProof() && !Words.of(left.name()).countsLike(Words.of(right.name()));
        double confidence = confidence(named, types, evidence);
        String reason = reason(left, right, spelled, refer, evidence);
        return Optional.of(
                new ColumnPair(
                        left,
                        right,
                        unsure ? OTHER_UNIT * confidence : confidence,
                        unsure ? reason + OTHER_UNIT_SAID : reason,
                        evidence.form()));
    }

    /// A map of words is none between numbers of other rows, nor where the names say nothing; and
    /// columns that name rows of paired tables may hold other keys for the same ones.
    private Evidence counting(
            TableColumn left, TableColumn right, double named, boolean refer, Evidence evidence) {
        boolean chance =
                evidence.form() instanceof Form.Values
                        && (named < NAME_FOR_WORDS || refers(left, right));
        boolean otherKeys = refer && evidence.share() < 0.5;
        return chance || otherKeys ? Evidence.NONE : evidence;
    }

    private boolean refers(TableColumn left, TableColumn right) {
        return refers(postgres, left) || refers(mysql, right);
    }

    private static boolean refers(Table table, TableColumn column) {
        return table.foreignKeys().stream().anyMatch(it -> it.columns().contains(column.name()));
    }

    private double likeness(TableColumn left, TableColumn right) {
        Words one = Words.of(left.name());
        Words two = Words.of(right.name());
        return Math.max(
                one.likeness(two),
                one.within(Words.ofTable(postgres.name().name()))
                        .likeness(two.within(Words.ofTable(mysql.name().name()))));
    }

    private static double confidence(double named, TypePair types, Evidence evidence) {
        double declared = OF_NAME * named + OF_TYPES * of(types);
        if (!evidence.isTelling()) {
            return WITHOUT_PROOF * declared;
        }
        if (evidence.equal() == 0) {
            return BESIDE_PROOF * declared;
        }
        boolean counts = evidence.isProof() || named >= NAME_FOR_WORDS;
        return counts
                ? BESIDE_PROOF * declared
                        + (1 - BESIDE_PROOF) * (SOME_EQUAL + (1 - SOME_EQUAL) * evidence.share())
                : WITHOUT_PROOF * declared;
    }

    private static double of(TypePair types) {
        return switch (types) {
            case TypePair.Refused _ -> 0.5;
            case TypePair.Carried carried ->
                    carried.cover() == Cover.SOME ? 0.7 : carried.cover() == Cover.ALL ? 1 : 0.95;
        };
    }

    private static String reason(
            TableColumn left,
            TableColumn right,
            double likeness,
            boolean refer,
            Evidence evidence) {
        List<String> words = new ArrayList<>();
        words.add(
                left.name().equals(right.name())
                        ? "same name"
                        : likeness == 1
                                ? "same words in the names"
                                : likeness >= NAME_FOR_WORDS ? "names alike" : "unlike names");
        words.add(left.type() + " ~ " + right.type());
        if (refer) {
            words.add("both refer to tables that are a pair");
        }
        words.add(seen(evidence));
        return String.join(", ", words);
    }

    private static String seen(Evidence evidence) {
        if (evidence.compared() == 0) {
            return "no rows to compare";
        }
        String counted =
                "%d of %d sampled values ".formatted(evidence.equal(), evidence.compared());
        return switch (evidence.form()) {
            case Form.AsTyped _ -> counted + "equal";
            case Form.Values values ->
                    counted
                            + "correspond"
                            + (values.unseen().isEmpty()
                                    ? ""
                                    : "; never seen: " + String.join(", ", values.unseen()));
            case Form.Scaled scaled -> "%sdiffer by 10^%d".formatted(counted, scaled.power());
        };
    }

    /// Why a column of either side is in no field.
    ///
    /// @param rows what the sample has of both
    List<Lone> alone(boolean inPostgres, Set<String> paired, List<RowPair> rows) {
        Table table = inPostgres ? postgres : mysql;
        List<TableColumn> others = inPostgres ? mysql.columns() : postgres.columns();
        List<Lone> alone = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            if (!paired.contains(column.name())) {
                alone.add(new Lone(column.name(), why(inPostgres, column, others, rows)));
            }
        }
        return alone;
    }

    private String why(
            boolean inPostgres, TableColumn column, List<TableColumn> others, List<RowPair> rows) {
        if (column.generated()) {
            return "computed by the database, never written";
        }
        Optional<TableColumn> nearest =
                others.stream()
                        .filter(it -> likenessOf(inPostgres, column, it) >= NAME_FOR_WORDS)
                        .max(Comparator.comparingDouble(it -> likenessOf(inPostgres, column, it)));
        if (nearest.isEmpty()) {
            return "nothing like it on the other side";
        }
        TableColumn left = inPostgres ? column : nearest.get();
        TableColumn right = inPostgres ? nearest.get() : column;
        String there = "most like " + nearest.get().name();
        TypePair types =
                TypeTable.pair(
                        TypeTable.column(DatabaseKind.POSTGRES, left),
                        TypeTable.column(DatabaseKind.MYSQL, right));
        if (types instanceof TypePair.Refused refused) {
            return there + ", but " + refused.reason();
        }
        return pair(left, right, rows)
                .map(it -> "%s, at %s: %s".formatted(there, decimals(it.confidence()), it.reason()))
                .orElse(there);
    }

    private double likenessOf(boolean inPostgres, TableColumn column, TableColumn other) {
        return inPostgres ? likeness(column, other) : likeness(other, column);
    }

    static String decimals(double confidence) {
        return String.format(Locale.ROOT, "%.2f", confidence);
    }
}
