package dev.duet.deploy.compare;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// What is to be compared, and how. Immutable.
///
/// @param entities in the order of the file
/// @param key one record's; null for more
/// @param from the first key, of one entity alone; null for no bound
/// @param upTo the last, likewise
/// @param percent of a sample; 100 for all
/// @param listedMost how many differences are shown
/// @param chunk how many rows are read at once at most
/// @param patience how long the sync is waited for each time
/// @param unread the system whose log is lost and read by nobody; null where both are read
record Request(
        List<String> entities,
        @Nullable String key,
        @Nullable String from,
        @Nullable String upTo,
        int percent,
        int listedMost,
        int chunk,
        Duration patience,
        @Nullable String unread) {
    static final int ALL = 100;

    Request {
        entities = List.copyOf(entities);
        if (entities.size() != 1 && (key != null || from != null || upTo != null)) {
            throw new WrongRequest("a key is of one entity: say which with --entity");
        }
        if (key != null && (from != null || upTo != null)) {
            throw new WrongRequest("--key is one record, --key-from and --key-to many");
        }
        if (percent < 1 || percent > ALL) {
            throw new WrongRequest("--sample: say 1% to 100%");
        }
        if (listedMost < 0 || chunk < 1) {
            throw new WrongRequest("--limit is not less than 0, and --chunk not less than 1");
        }
    }

    /// All of some entities, with nothing shown.
    static Request whole(List<String> entities, int chunk, Duration patience) {
        return new Request(entities, null, null, null, ALL, 0, chunk, patience, null);
    }

    /// Whether whole tables are read, so that the databases' own estimates fit.
    boolean isOfWholeTables() {
        return key == null && from == null && upTo == null;
    }
}
