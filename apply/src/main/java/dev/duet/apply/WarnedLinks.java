package dev.duet.apply;

import dev.duet.apply.plan.Links.Link;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Change;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Counts the records of one batch that go over though what they name is not there, once all of it
/// is written. One attempt, one thread.
final class WarnedLinks {
    /// More records that are named are not looked for: this is a warning, and memory is bounded.
    private static final int MOST = 1_000;

    private final TargetTerms terms;
    private final Parents parents;
    private final Map<Of, Map<Key, Integer>> named = new HashMap<>();
    private int keys;

    private record Of(String entity, Link link) {}

    WarnedLinks(ApplySettings settings) {
        this.terms = settings.terms();
        this.parents = new Parents(settings.database().tableReader(), terms);
    }

    void note(Mapped.Ready ready) {
        String entity = ready.source().shape().entity();
        for (Link link : terms.links().of(entity)) {
            if (link.isWarned() && keys < MOST) {
                key(ready.target(), link.column()).ifPresent(key -> add(new Of(entity, link), key));
            }
        }
    }

    private void add(Of link, Key key) {
        Map<Key, Integer> of = named.computeIfAbsent(link, absent -> new HashMap<>());
        if (of.merge(key, 1, Integer::sum) == 1) {
            keys++;
        }
    }

    /// What a change makes a record name.
    private static Optional<Key> key(Change change, int column) {
        return switch (change) {
            case Change.Insert insert -> Parents.named(insert.after(), column);
            case Change.Update update -> key(update.before(), update.after(), column);
            case Change.KeyChange move -> key(move.before(), move.after(), column);
            case Change.Delete _, Change.Truncate _ -> Optional.empty();
        };
    }

    private static Optional<Key> key(Row before, Row after, int column) {
        return Objects.equals(before.get(column), after.get(column))
                ? Optional.empty()
                : Parents.named(after, column);
    }

    void count(Connection connection, Warnings.Counted warnings, Counters.Attempt counters)
            throws SQLException {
        for (Map.Entry<Of, Map<Key, Integer>> of : named.entrySet()) {
            Link link = of.getKey().link();
            Set<Key> missing = parents.missing(connection, link.parent(), of.getValue().keySet());
            of.getValue().keySet().retainAll(missing);
            int records = of.getValue().values().stream().mapToInt(Integer::intValue).sum();
            List<Validation.Broken> broken = Collections.nCopies(records, link.broken());
            warnings.add(of.getKey().entity(), broken);
            counters.broken(of.getKey().entity(), broken);
        }
    }
}
