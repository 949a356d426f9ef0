package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The rows before and after one transaction, by key, and which of them were given another key or
/// ended with their row there. Uses nothing of the core.
final class NetImages {
    final Map<Long, @Nullable Row[]> rows = new LinkedHashMap<>();
    final Set<Long> moved = new HashSet<>();
    final Set<Long> left = new HashSet<>();

    static NetImages of(List<Change> changes) {
        NetImages images = new NetImages();
        for (Change change : changes) {
            switch (change) {
                case Change.Insert insert -> images.put(null, insert.after());
                case Change.Update update -> images.put(update.before(), update.after());
                case Change.Delete delete -> {
                    Long key = images.put(delete.before(), null);
                    if (delete.left()) {
                        images.left.add(key);
                    }
                }
                case Change.KeyChange move -> {
                    images.moved.add(images.put(move.before(), null));
                    images.put(null, move.after());
                }
                case Change.Truncate truncate -> throw new IllegalStateException();
            }
        }
        return images;
    }

    private Long put(@Nullable Row before, @Nullable Row after) {
        Row identity = Objects.requireNonNull(before == null ? after : before);
        Long key = (Long) Objects.requireNonNull(identity.get(0));
        @Nullable Row[] image = rows.get(key);
        rows.put(key, new Row[] {image == null ? before : image[0], after});
        moved.remove(key);
        left.remove(key);
        return key;
    }
}
