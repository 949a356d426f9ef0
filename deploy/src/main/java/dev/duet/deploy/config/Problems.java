package dev.duet.deploy.config;

import java.util.ArrayList;
import java.util.List;

/// Collects the mistakes of one file while it is read. For one thread.
final class Problems {
    /// Past this many nobody reads on, and a file that is not a configuration at all has thousands.
    private static final int MOST_SHOWN = 200;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Place place, String path, String what, String mend) {
        found.add(new Problem(file, place.line(), place.column(), path, what, mend));
    }

    int count() {
        return found.size();
    }

    /// All of them by place; a flood is cut, with a last entry that says so.
    List<Problem> sorted() {
        List<Problem> sorted = found.stream().sorted(Problem.BY_PLACE).distinct().toList();
        if (sorted.size() <= MOST_SHOWN) {
            return sorted;
        }
        List<Problem> shown = new ArrayList<>(sorted.subList(0, MOST_SHOWN));
        Problem last = shown.getLast();
        shown.add(
                new Problem(
                        file,
                        last.line(),
                        last.column(),
                        "",
                        "there are " + (sorted.size() - MOST_SHOWN) + " more problems",
                        "mend those above first"));
        return List.copyOf(shown);
    }
}
