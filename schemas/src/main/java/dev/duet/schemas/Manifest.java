package dev.duet.schemas;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a transaction of ours says of itself, where the target's triggers may have done more, or a
/// row was not as expected: so the log says it, and where.
///
/// @param written the records that it wrote to, by entity; empty when that is not said. What else
///   the log shows of it, triggers did
/// @param sightings of records, at its end
public record Manifest(Map<String, Set<Key>> written, List<Sighting> sightings) {
    public static final Manifest NONE = new Manifest(Map.of(), List.of());

    public Manifest {
        written = Map.copyOf(written);
        sightings = List.copyOf(sightings);
    }

    /// Whether it says nothing.
    public boolean isEmpty() {
        return written.isEmpty() && sightings.isEmpty();
    }

    /// Whether a row that the transaction changed is not one that it wrote to.
    public boolean isBeside(String entity, Key key) {
        return !written.isEmpty() && !written.getOrDefault(entity, Set.of()).contains(key);
    }

    /// Says nothing of the rows: they are people's data.
    @Override
    public String toString() {
        return "Manifest[" + sightings.size() + "]";
    }
}
