package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is taken away from how large transactions are kept, one by one; see [Mutations].
final class LargeMutations {
    private LargeMutations() {}

    static Map<String, Variant> all() {
        Map<String, Variant> all = new LinkedHashMap<>();
        all.put("large: nothing surfaces", with(NothingSurfaces::new));
        all.put("large: dropped when it was written", with(DropsWritten::new));
        all.put("large: the later outlives the earlier", with(Outlives::new));
        all.put("large: planned as if alone", with(PlansAlone::new));
        all.put("large: what the marker leaves out stands", reading(LeftOutStands::new));
        all.put("large: the marker's rows are not compared", reading(NotCompared::new));
        return all;
    }

    private interface Kept {
        Bulks bulks(Tracker tracker, SideState a, SideState b);
    }

    private interface Read {
        BulkReading reading(Bulks bulks, Holds holds);
    }

    private static Variant with(Kept kept) {
        return variant(kept, BulkReading::new);
    }

    private static Variant reading(Read read) {
        return variant(Bulks::new, read);
    }

    private static Variant variant(Kept kept, Read read) {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                Tracker tracker =
                        new Tracker(List.of(rules), new Fold()) {
                            @Override
                            Bulks bulks(SideState a, SideState b) {
                                return kept.bulks(this, a, b);
                            }

                            @Override
                            BulkReading bulkReading(Bulks bulks, Holds holds) {
                                return read.reading(bulks, holds);
                            }
                        };
                return new ConflictCore(durable, tracker, new Resume());
            }
        };
    }

    /// A later change of the same record does not find the large one.
    private static final class NothingSurfaces extends Bulks {
        NothingSurfaces(Tracker tracker, SideState a, SideState b) {
            super(tracker, a, b);
        }

        @Override
        void surface(RecordKey key) {}
    }

    /// Not kept until its marker has come back.
    private static final class DropsWritten extends Bulks {
        DropsWritten(Tracker tracker, SideState a, SideState b) {
            super(tracker, a, b);
        }

        @Override
        boolean isDone(Bulk bulk) {
            return bulk.isOnTheWay() || super.isDone(bulk);
        }
    }

    /// Those that touched the same record are not dropped together.
    private static final class Outlives extends Bulks {
        Outlives(Tracker tracker, SideState a, SideState b) {
            super(tracker, a, b);
        }

        @Override
        boolean mayGo(Bulk bulk, Set<Bulk> others) {
            return true;
        }
    }

    /// What another large one did to the record does not count.
    private static final class PlansAlone extends Bulks {
        PlansAlone(Tracker tracker, SideState a, SideState b) {
            super(tracker, a, b);
        }

        @Override
        boolean isAlone(RecordKey key) {
            return true;
        }
    }

    /// What was kept back is not noticed.
    private static final class LeftOutStands extends BulkReading {
        LeftOutStands(Bulks bulks, Holds holds) {
            super(bulks, holds);
        }

        @Override
        boolean isAsExpected(
                BulkLog log, TrackedRecord record, NetChange last, @Nullable NetChange shown) {
            return shown == null || super.isAsExpected(log, record, last, shown);
        }
    }

    private static final class NotCompared extends BulkReading {
        NotCompared(Bulks bulks, Holds holds) {
            super(bulks, holds);
        }

        @Override
        boolean isAsExpected(
                BulkLog log, TrackedRecord record, NetChange last, @Nullable NetChange shown) {
            return true;
        }
    }
}
