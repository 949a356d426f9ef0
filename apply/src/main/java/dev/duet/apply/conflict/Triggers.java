package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Tells apart what one of our transactions wrote and what triggers made of it, by its manifest.
/// One marker's, one thread.
final class Triggers {
    private final Manifest manifest;
    private final Map<RecordKey, Sighting> unshown = new HashMap<>();
    private final List<NetChange> effects = new ArrayList<>(0);
    private final Set<RecordKey> keys = new HashSet<>(0);

    Triggers(Manifest manifest, Tracker tracker) {
        this.manifest = manifest;
        for (Sighting sighting : manifest.sightings()) {
            RecordKey key = new RecordKey(sighting.entity(), sighting.key());
            unshown.put(key, sighting);
            NetChange effect =
                    Netting.between(
                            key, tracker.rules(key).keySize(), sighting.written(), sighting.now());
            if (effect != null) {
                add(effect);
            }
        }
    }

    private void add(NetChange effect) {
        effects.add(effect);
        keys.add(effect.key());
    }

    /// Takes a row that the log shows for an effect, when a trigger alone has changed it.
    ///
    /// @return whether it did
    boolean takeBeside(NetChange row) {
        boolean isBeside = manifest.isBeside(row.key().entity(), row.key().key());
        if (isBeside) {
            add(row);
        }
        return isBeside;
    }

    /// A row that the log shows, as we left it.
    @Nullable Row written(NetChange row) {
        Sighting sighting = unshown.remove(row.key());
        return sighting == null ? row.after() : sighting.written();
    }

    /// Records of which the log has shown nothing: a database logs no row that ends as it began.
    Collection<Sighting> unshown() {
        return unshown.values();
    }

    List<NetChange> effects() {
        return effects;
    }

    /// No effect is as the source's log has it: that shows ours along with it.
    SourceTransaction.Steps steps() {
        return SourceTransaction.Steps.of(List.of(), keys);
    }

    /// Lets an effect stand that is nothing for the other side: where the row was what it must be
    /// until then, it must be what the trigger made of it.
    static void stand(TrackedRecord record, NetChange effect, Side side) {
        EntityRules rules = record.rules;
        Shadow shadow = record.shadow;
        switch (effect) {
            case NetChange.Updated update -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    if (update.touched().get(i)
                            && (!rules.carriesBack() || rules.isOwnedBy(i, side.peer()))) {
                        stand(rules, shadow, i, update);
                    }
                }
            }
            case NetChange.Inserted insert -> {
                if (!rules.carriesBack() && !shadow.isAlive()) {
                    shadow.become(insert.after(), rules.keySize());
                }
            }
            case NetChange.Deleted delete -> {
                if (!rules.carriesBack() && shadow.isAlive()) {
                    shadow.presence(false);
                }
            }
            case NetChange.Released released -> throw new IllegalStateException();
        }
    }

    private static void stand(
            EntityRules rules, Shadow shadow, int column, NetChange.Updated update) {
        Object before = update.before().get(column);
        Object after = update.after().get(column);
        if (rules.isSum(column)) {
            Object difference = Values.minus(after, before);
            shadow.shift(column, Values.plus(shadow.get(column), difference));
        } else if (shadow.knows(column) && Objects.equals(shadow.get(column), before)) {
            shadow.set(column, after);
        }
    }
}
