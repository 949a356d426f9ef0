package dev.duet.deploy.quarantine;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a person has decided about held records. Immutable.
///
/// @param stands whose row
/// @param fields what is to be set in it first, by the column's index and as images have values
/// @param by who, as the entries keep it
/// @param reason why, as conflicts that are decided with it keep it
public record Decision(
        Stands stands, Map<Integer, @Nullable String> fields, String by, String reason) {
    /// The code of what cannot be set, since there is no row.
    public static final String NO_ROW = "NO_ROW";

    public Decision {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /// Whose row shall stand.
    public enum Stands {
        SOURCE,
        TARGET
    }

    static Decision of(Stands stands, String by, String reason) {
        return new Decision(stands, Map.of(), by, reason);
    }
}
