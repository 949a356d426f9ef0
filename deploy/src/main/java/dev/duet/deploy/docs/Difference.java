package dev.duet.deploy.docs;

import dev.duet.deploy.docs.Facts.Thing;
import dev.duet.deploy.docs.page.Line;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One point in which a file differs from an earlier one.
sealed interface Difference {
    Thing thing();

    record Added(Thing thing) implements Difference {}

    /// @param points all that was said of it
    record Removed(Thing thing, Map<String, Line> points) implements Difference {
        public Removed {
            points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
        }
    }

    record Changed(Thing thing, String point, Line was, Line is) implements Difference {}

    /// In the order of the later file; what it no longer has comes last, with all that was said of
    /// it. Of an entity that is new the fields are not told one by one: the document has them.
    static List<Difference> between(Facts was, Facts is) {
        List<Difference> differences = new ArrayList<>();
        is.things()
                .forEach(
                        (thing, now) -> {
                            Map<String, Line> before = was.things().get(thing);
                            if (before != null) {
                                compare(thing, before, now, differences);
                            } else if (!was.lacksEntityOf(thing)) {
                                differences.add(new Added(thing));
                            }
                        });
        was.things()
                .forEach(
                        (thing, before) -> {
                            if (!is.things().containsKey(thing)) {
                                differences.add(new Removed(thing, before));
                            }
                        });
        return differences;
    }

    private static void compare(
            Thing thing,
            Map<String, Line> before,
            Map<String, Line> now,
            List<Difference> differences) {
        Set<String> points = new LinkedHashSet<>(now.keySet());
        points.addAll(before.keySet());
        for (String point : points) {
            Line was = before.getOrDefault(point, Line.of("not said"));
            Line is = now.getOrDefault(point, Line.of("not said"));
            if (!was.equals(is)) {
                differences.add(new Changed(thing, point, was, is));
            }
        }
    }
}
