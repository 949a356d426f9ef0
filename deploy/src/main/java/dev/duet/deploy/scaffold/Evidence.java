package dev.duet.deploy.scaffold;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the sampled rows say of two columns. Pure.
///
/// @param form by which the values are held beside each other
/// @param compared rows of which a side has a value
/// @param equal those of them that are the same in that form
/// @param distinct how many different values are among the equal ones
record Evidence(Form form, int compared, int equal, int distinct) {
    static final Evidence NONE = new Evidence(new Form.AsTyped(), 0, 0, 0);

    /// Fewer rows prove nothing.
    private static final int FEWEST_ROWS = 5;

    /// A column with more values is no list of words.
    private static final int MOST_WORDS = 16;

    /// Each word must come so often on average for a map of words to be proven.
    private static final int ROWS_FOR_A_WORD = 2;

    private static final int GREATEST_POWER = 6;
    private static final Set<Kind> EXACT = EnumSet.of(Kind.INTEGER, Kind.DECIMAL);
    private static final Set<Kind> WORDS = EnumSet.of(Kind.TEXT, Kind.ENUM, Kind.INTEGER);

    double share() {
        return compared == 0 ? 0 : (double) equal / compared;
    }

    /// Whether it says anything at all: not where a column has one value throughout.
    boolean isTelling() {
        return compared >= FEWEST_ROWS && (distinct >= 2 || share() < 0.5);
    }

    /// Whether it is good enough for columns whose names say nothing.
    boolean isProof() {
        return compared >= FEWEST_ROWS && (distinct >= 3 || distinct >= 2 && compared >= 20);
    }

    static Evidence of(Column postgres, Column mysql, TypePair types, List<RowPair> rows) {
        Evidence typed = asTyped(postgres, mysql, types, rows);
        if (typed.compared < FEWEST_ROWS || typed.share() > 0.5) {
            return typed;
        }
        return scaled(postgres, mysql, rows).or(() -> words(postgres, mysql, rows)).orElse(typed);
    }

    private static Evidence asTyped(
            Column postgres, Column mysql, TypePair types, List<RowPair> rows) {
        int compared = 0;
        int equal = 0;
        Set<Object> values = new HashSet<>();
        for (RowPair row : rows) {
            @Nullable Object left = row.postgres().get(postgres.name());
            @Nullable Object right = row.mysql().get(mysql.name());
            if (left == null && right == null) {
                continue;
            }
            compared++;
            if (left != null
                    && right != null
                    && types instanceof TypePair.Carried carried
                    && isEqual(carried, left, right)) {
                equal++;
                values.add(left);
            }
        }
        return new Evidence(new Form.AsTyped(), compared, equal, values.size());
    }

    /// Equal in the form of either side: what PostgreSQL spells otherwise is the same value.
    private static boolean isEqual(TypePair.Carried carried, Object left, Object right) {
        try {
            return carried.toMysql().apply(left).equals(right);
        } catch (CannotConvert _) {
            return false;
        }
    }

    /// Numbers that differ by one power of ten in every row.
    private static Optional<Evidence> scaled(Column postgres, Column mysql, List<RowPair> rows) {
        if (!EXACT.contains(postgres.kind()) || !EXACT.contains(mysql.kind())) {
            return Optional.empty();
        }
        int compared = 0;
        Set<BigDecimal> values = new HashSet<>();
        @Nullable Integer power = null;
        for (RowPair row : rows) {
            @Nullable BigDecimal left = number(row.postgres().get(postgres.name()));
            @Nullable BigDecimal right = number(row.mysql().get(mysql.name()));
            if (left == null && right == null) {
                continue;
            }
            if (left == null || right == null || left.signum() != right.signum()) {
                return Optional.empty();
            }
            compared++;
            if (left.signum() == 0) {
                continue;
            }
            @Nullable Integer here = power(left, right);
            if (here == null || power != null && !power.equals(here)) {
                return Optional.empty();
            }
            power = here;
            values.add(left);
        }
        if (power == null || values.size() < 3 || compared < FEWEST_ROWS) {
            return Optional.empty();
        }
        boolean intoMysql = power > 0;
        Column finer = intoMysql ? mysql : postgres;
        Column coarser = intoMysql ? postgres : mysql;
        boolean cents = finer.kind() == Kind.INTEGER && coarser.kind() == Kind.DECIMAL;
        return Optional.of(
                new Evidence(
                        new Form.Scaled(Math.abs(power), intoMysql, cents),
                        compared,
                        compared,
                        values.size()));
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return switch (value) {
            case Long whole -> BigDecimal.valueOf(whole);
            case BigDecimal number -> number;
            case null, default -> null;
        };
    }

    /// Ten to what makes the second of the first; null when no power does.
    private static @Nullable Integer power(BigDecimal first, BigDecimal second) {
        for (int power = -GREATEST_POWER; power <= GREATEST_POWER; power++) {
            if (power != 0 && first.scaleByPowerOfTen(power).compareTo(second) == 0) {
                return power;
            }
        }
        return null;
    }

    /// Few words, each of which stands for one on the other side in every row.
    private static Optional<Evidence> words(Column postgres, Column mysql, List<RowPair> rows) {
        if (!WORDS.contains(postgres.kind()) || !WORDS.contains(mysql.kind())) {
            return Optional.empty();
        }
        Map<String, String> pairs = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        int compared = 0;
        for (RowPair row : rows) {
            @Nullable Object left = row.postgres().get(postgres.name());
            @Nullable Object right = row.mysql().get(mysql.name());
            if (left == null && right == null) {
                continue;
            }
            if (left == null || right == null) {
                return Optional.empty();
            }
            compared++;
            String one = postgres.kind().format(left);
            String two = mysql.kind().format(right);
            @Nullable String known = pairs.putIfAbsent(one, two);
            boolean isNew = known == null;
            if (isNew ? !taken.add(two) : !two.equals(known)) {
                return Optional.empty();
            }
        }
        boolean proven =
                pairs.size() >= 2
                        && pairs.size() <= MOST_WORDS
                        && compared >= ROWS_FOR_A_WORD * pairs.size()
                        && compared >= FEWEST_ROWS;
        if (!proven) {
            return Optional.empty();
        }
        List<String> unseen = new ArrayList<>(labels(postgres));
        unseen.removeAll(pairs.keySet());
        List<String> unseenInMysql = new ArrayList<>(labels(mysql));
        unseenInMysql.removeAll(taken);
        unseen.addAll(unseenInMysql);
        return Optional.of(
                new Evidence(new Form.Values(pairs, unseen), compared, compared, pairs.size()));
    }

    private static List<String> labels(Column column) {
        return column.kind() == Kind.ENUM ? TypeText.of(column.type()).arguments() : List.of();
    }
}
