package dev.duet.deploy.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody most likely meant.
public final class NearestWord {
    /// Longer than any key of ours, so that a pasted text costs nothing.
    private static final int LONGEST_WORD = 40;

    private NearestWord() {}

    /// The nearest of the known words, if one is near enough to be worth naming.
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.isEmpty() || written.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String word = folded(written);
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word, folded(candidate));
            if (distance <= reach(word, folded(candidate)) && distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A third of the letters may differ; `username` for `user` is meant too.
    private static int reach(String word, String candidate) {
        if (candidate.length() > 2 && word.contains(candidate)) {
            return LONGEST_WORD;
        }
        return Math.max(1, Math.max(word.length(), candidate.length()) / 3);
    }

    /// Letters to insert, delete, replace or swap with their neighbour to get from one word to the
    /// other.
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                steps[row][column] =
                        row == 0 || column == 0 ? row + column : step(steps, from, to, row, column);
            }
        }
        return steps[from.length()][to.length()];
    }

    private static int step(int[][] steps, String from, String to, int row, int column) {
        boolean same = from.charAt(row - 1) == to.charAt(column - 1);
        int least = steps[row - 1][column - 1] + (same ? 0 : 1);
        least = Math.min(least, Math.min(steps[row - 1][column], steps[row][column - 1]) + 1);
        boolean swapped =
                row > 1
                        && column > 1
                        && from.charAt(row - 1) == to.charAt(column - 2)
                        && from.charAt(row - 2) == to.charAt(column - 1);
        return swapped ? Math.min(least, steps[row - 2][column - 2] + 1) : least;
    }
}
