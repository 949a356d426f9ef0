package dev.duet.deploy.run;

import dev.duet.apply.conflict.Hold;
import dev.duet.apply.conflict.HoldEnd;
import dev.duet.apply.store.HoldStore;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which records of an entity are held, as both databases say. A record in review is not yet, from
/// its conflict until what was written of it before has been read back; a release of then would let
/// nothing go, and the record would be held after it. Immutable.
public final class HeldRecords {
    private final Shape canonical;
    private final List<Hold> holds = new ArrayList<>();
    private final List<HoldEnd> ends = new ArrayList<>();
    private boolean areOthers;

    private HeldRecords(Shape canonical) {
        this.canonical = canonical;
    }

    /// @param first the system listed first
    /// @param canonical the entity's shape there
    public static HeldRecords read(List<Side> sides, String first, Shape canonical)
            throws SQLException {
        HeldRecords records = new HeldRecords(canonical);
        for (Side side : sides) {
            try (Connection connection = side.reads().getConnection()) {
                HoldStore.Stored stored =
                        new HoldStore(first)
                                .read(connection, Map.of(canonical.entity(), canonical));
                connection.rollback();
                records.holds.addAll(stored.holds());
                records.ends.addAll(stored.ends());
                records.areOthers |= stored.others() > 0;
            }
        }
        return records;
    }

    /// Whether a record is held, for all that can be said of holds that were made while another
    /// system was listed first.
    ///
    /// @param key as the system listed first has it
    public boolean isHeld(String key) {
        return areOthers || holds.stream().anyMatch(hold -> isOf(hold, key) && isOpen(hold));
    }

    private boolean isOf(Hold hold, String key) {
        return Images.keyText(canonical, hold.key().key().row(canonical.size())).equals(key);
    }

    private boolean isOpen(Hold hold) {
        return ends.stream().noneMatch(hold::isEndedBy);
    }
}
