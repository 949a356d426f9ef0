package dev.duet.deploy.compare;

import dev.duet.schemas.Key;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Records that differ, kept up to a number. One thread.
final class Unlikes implements Unlike.Sink {
    private final int most;
    private final List<Unlike> records = new ArrayList<>();
    private final Set<Key> changing = new HashSet<>();
    private boolean tooMany;

    Unlikes(int most) {
        this.most = most;
    }

    @Override
    public void unlike(Unlike it) {
        if (records.size() == most) {
            tooMany = true;
        }
        if (tooMany) {
            records.clear();
        } else {
            records.add(it);
        }
    }

    @Override
    public void changing(Key key) {
        changing.add(key);
    }

    /// Whether there were more; then none is kept.
    boolean isTooMany() {
        return tooMany;
    }

    List<Unlike> records() {
        return List.copyOf(records);
    }

    /// Whether a record kept changing.
    boolean isChanging(Key key) {
        return changing.contains(key);
    }
}
