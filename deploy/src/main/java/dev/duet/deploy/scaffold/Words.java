package dev.duet.deploy.scaffold;

import org.apache.commons.text.similarity.JaroWinklerSimilarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The name of a table or column as words: `tblCustomers` and `customer` are the same ones.
/// Immutable.
///
/// @param words lower case, singular, in order; at least one
record Words(List<String> words) {
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    /// Said before a table's name, and nothing of what is in it.
    private static final Set<String> PREFIXES = Set.of("tbl", "tb", "tab", "table", "t");

    /// Words that schemas use for one another.
    private static final List<Set<String>> SYNONYMS =
            List.of(
                    Set.of("id", "no", "nr", "num", "number", "code", "key"),
                    Set.of("mail", "email"),
                    Set.of("phone", "tel", "telephone"),
                    Set.of("qty", "quantity"),
                    Set.of("amt", "amount"),
                    Set.of("status", "state"),
                    Set.of("kind", "type"),
                    Set.of("client", "customer"),
                    Set.of("zip", "postcode"),
                    Set.of("image", "picture", "photo"));

    /// What numbers may be counted in.
    private static final Set<String> UNITS =
            Set.of(
                    "cent",
                    "penny",
                    "pence",
                    "percent",
                    "pct",
                    "permille",
                    "ppm",
                    "k",
                    "thousand",
                    "million",
                    "ms",
                    "milli",
                    "millisecond",
                    "micro",
                    "sec",
                    "second",
                    "min",
                    "minute",
                    "hour",
                    "day",
                    "week",
                    "month",
                    "mg",
                    "g",
                    "gram",
                    "kg",
                    "kilo",
                    "lb",
                    "oz",
                    "ml",
                    "l",
                    "liter",
                    "litre",
                    "mm",
                    "cm",
                    "m",
                    "km",
                    "meter",
                    "metre",
                    "inch",
                    "ft",
                    "mile",
                    "byte",
                    "kb",
                    "mb",
                    "gb");

    /// Two words below this are no more alike than any two.
    private static final double UNLIKE = 0.85;

    /// Words that are spelled nearly alike, are synonyms, or of which one abbreviates the other.
    private static final double NEARLY = 0.9;

    private static final int SHORTEST_ABBREVIATION = 3;

    Words {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a name without words");
        }
    }

    static Words of(String name) {
        List<String> words =
                Arrays.stream(
                                name.replaceAll("(\\p{Ll}|\\d)(\\p{Lu})", "$1 $2")
                                        .replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1 $2")
                                        .split("[^\\p{L}\\p{N}]+"))
                        .filter(word -> !word.isEmpty())
                        .map(word -> singular(word.toLowerCase(Locale.ROOT)))
                        .toList();
        return new Words(words.isEmpty() ? List.of(name) : words);
    }

    /// Of a table: without a prefix such as `tbl_`.
    static Words ofTable(String name) {
        Words all = of(name);
        return PREFIXES.contains(all.words.getFirst()) ? all.from(1) : all;
    }

    /// Whether both name the same units, or none.
    boolean countsLike(Words other) {
        return units().equals(other.units());
    }

    private List<String> units() {
        return words.stream().filter(UNITS::contains).sorted().toList();
    }

    private static String singular(String word) {
        int length = word.length();
        if (length <= 3 || !word.endsWith("s")) {
            return word;
        }
        if (word.endsWith("ies")) {
            return word.substring(0, length - 3) + "y";
        }
        if (word.matches(".*(ss|sh|ch|x|z)es")) {
            return word.substring(0, length - 2);
        }
        return word.matches(".*[sui]s") ? word : word.substring(0, length - 1);
    }

    /// Without the first so many words, unless that leaves none.
    Words from(int first) {
        return first < words.size() ? new Words(words.subList(first, words.size())) : this;
    }

    /// Without the words of another name in front, unless that leaves none: `customer_name` in
    /// `customer` is `name`.
    Words within(Words table) {
        int known = table.words.size();
        boolean begins = words.size() > known && words.subList(0, known).equals(table.words);
        return begins ? from(known) : this;
    }

    /// How many words both begin with.
    int shared(Words other) {
        int shared = 0;
        while (shared < Math.min(words.size(), other.words.size())
                && words.get(shared).equals(other.words.get(shared))) {
            shared++;
        }
        return shared;
    }

    /// From 0, nothing in common, to 1, the same words. Symmetric.
    double likeness(Words other) {
        if (words.equals(other.words)) {
            return 1;
        }
        String one = String.join("", words);
        String two = String.join("", other.words);
        if (one.equals(two)) {
            return 1;
        }
        double spelled = SIMILARITY.apply(one, two);
        return Math.max(inCommon(other), spelled > NEARLY ? NEARLY * spelled : 0);
    }

    /// Twice what both have, of the words of both; each word is matched with the best that is left.
    private double inCommon(Words other) {
        List<String> left = new ArrayList<>(words);
        List<String> right = new ArrayList<>(other.words);
        double sum = 0;
        while (!left.isEmpty() && !right.isEmpty()) {
            String bestLeft = left.getFirst();
            String bestRight = right.getFirst();
            double best = -1;
            for (String one : left) {
                for (String two : right) {
                    double likeness = likeness(one, two);
                    if (likeness > best) {
                        best = likeness;
                        bestLeft = one;
                        bestRight = two;
                    }
                }
            }
            sum += best;
            left.remove(bestLeft);
            right.remove(bestRight);
        }
        return 2 * sum / (words.size() + other.words.size());
    }

    private static double likeness(String one, String two) {
        if (one.equals(two)) {
            return 1;
        }
        boolean abbreviated =
                Math.min(one.length(), two.length()) >= SHORTEST_ABBREVIATION
                        && (one.startsWith(two) || two.startsWith(one));
        boolean synonyms = SYNONYMS.stream().anyMatch(it -> it.contains(one) && it.contains(two));
        if (abbreviated || synonyms) {
            return NEARLY;
        }
        double spelled = SIMILARITY.apply(one, two);
        return spelled < UNLIKE ? 0 : NEARLY * spelled;
    }

    @Override
    public String toString() {
        return String.join("_", words);
    }
}
