package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldDecision;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What PROTOCOL 1 takes away from the protocol, one by one, to see that the checks notice.
final class Mutations {
    static final Map<String, Variant> ALL = all();

    private Mutations() {}

    /// Changes who wins, and only where the clocks are far apart; so it has histories of its own.
    static final Variant UNMERGED_CLOCKS =
            new Variant() {
                @Override
                boolean mergesClocks() {
                    return false;
                }
            };

    /// Of what is held and released; noticed in histories with holds.
    static final Map<String, Variant> OF_HOLDS = ofHolds();

    private static Map<String, Variant> ofHolds() {
        Map<String, Variant> all = new LinkedHashMap<>();
        all.put(
                "holds not known after a restart",
                new Variant() {
                    @Override
                    Durable known(Durable durable) {
                        return new Durable(durable.inA(), durable.inB(), List.of(), durable.ends());
                    }
                });
        all.put(
                "releases not known after a restart",
                new Variant() {
                    @Override
                    Durable known(Durable durable) {
                        return new Durable(
                                durable.inA(), durable.inB(), durable.holds(), List.of());
                    }
                });
        all.put(
                "a release is a change like others",
                new Variant() {
                    @Override
                    boolean showsReleases() {
                        return false;
                    }
                });
        return all;
    }

    private static Map<String, Variant> all() {
        Map<String, Variant> all = new LinkedHashMap<>();
        all.put("no in-flight index anywhere", withCore(Mutations::withoutIndex));
        all.put("before-image compare only", withCore(Mutations::beforeImagesOnly));
        all.put("no audit", withCore(Mutations::withoutAudit));
        all.put("own deletes not remembered", withFold(new ForgetsDeletes()));
        all.put("repair without a marker", new UnmarkedRepairs());
        all.put("heartbeat answered by a heartbeat", new AnswersHeartbeats());
        all.put("resume = checkpoint", withResume(new AtCheckpoint()));
        all.put("resume = the peer's seen", withResume(new AtPeersSeen()));
        all.put("resume moves on while a key is dirty", withResume(new OverDirty()));
        all.put("clean ignores keys clean again", withResume(new OverEnded()));
        all.put("marker read before its source", withCore(Mutations::impatient));
        all.put("no row, no marker", withCore(Mutations::withoutEmptyMarkers));
        all.put("the loser keeps what stands", withFold(new KeepsWhatStands()));
        all.put("a revived row takes the after-image", withFold(new RevivesAfterImage()));
        all.put("a change stands on the row it found", withFold(new StandsOnFoundRow()));
        all.put("dropped when its marker came back", withCore(Mutations::dropsAtMarker));
        all.put("dropped as soon as both rows are the same", withCore(Mutations::dropsSameRows));
        all.put("net changes over a batch", withCore(Mutations::netsBatches));
        all.put("index only in the audit", withPlanner(new NoIndex()));
        all.put("no guard at all", new Unguarded());
        all.putAll(LargeMutations.all());
        return all;
    }

    interface Cores {
        ConflictCore core(EntityRules rules, Durable durable);
    }

    private static Variant withCore(Cores cores) {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                return cores.core(rules, durable);
            }
        };
    }

    private static Variant withFold(Fold fold) {
        return withCore(
                (rules, durable) ->
                        new ConflictCore(durable, new Tracker(List.of(rules), fold), new Resume()));
    }

    private static Variant withPlanner(Planner planner) {
        return withCore(
                (rules, durable) ->
                        new ConflictCore(
                                durable,
                                new Tracker(List.of(rules), planner.fold()),
                                planner,
                                new Resume()));
    }

    private static Variant withResume(Resume resume) {
        return withCore(
                (rules, durable) ->
                        new ConflictCore(durable, new Tracker(List.of(rules), new Fold()), resume));
    }

    /// Everything incoming counts as having seen everything.
    private static final class NoOwn extends Fold {
        @Override
        @Nullable Claim unseenClaim(OwnChanges own, int column, long seen) {
            return null;
        }

        @Override
        @Nullable Life unseenLife(OwnChanges own, long seen) {
            return null;
        }
    }

    /// Decides with nothing but the incoming change.
    private static class NoIndex extends Planner {
        NoIndex() {
            super(new Fold());
        }

        @Override
        Decision apply(Subject subject) {
            return super.apply(new Subject(subject.rules(), null, List.of(), subject.batch()));
        }
    }

    private static ConflictCore withoutIndex(EntityRules rules, Durable durable) {
        return new ConflictCore(durable, new Tracker(List.of(rules), new NoOwn()), new Resume());
    }

    private static ConflictCore beforeImagesOnly(EntityRules rules, Durable durable) {
        return new ConflictCore(durable, new NoAudit(rules), new NoIndex(), new Resume());
    }

    private static ConflictCore withoutAudit(EntityRules rules, Durable durable) {
        return new ConflictCore(durable, new NoAudit(rules), new Resume());
    }

    private static final class NoAudit extends Tracker {
        NoAudit(EntityRules rules) {
            super(List.of(rules), new Fold());
        }

        @Override
        void audit(SideState state, RecordKey key, long position) {}
    }

    private static ConflictCore impatient(EntityRules rules, Durable durable) {
        return new ConflictCore(List.of(rules), durable) {
            @Override
            boolean hasReadSource(Side side, LogEntry entry) {
                return true;
            }
        };
    }

    private static ConflictCore withoutEmptyMarkers(EntityRules rules, Durable durable) {
        return new ConflictCore(List.of(rules), durable) {
            @Override
            boolean isWritten(List<RowWrite> writes) {
                return !writes.isEmpty();
            }
        };
    }

    private static ConflictCore dropsAtMarker(EntityRules rules, Durable durable) {
        Tracker tracker =
                new Tracker(List.of(rules), new Fold()) {
                    @Override
                    void drop(SideState a, SideState b) {
                        dropReturned(a, b.seen());
                        dropReturned(b, a.seen());
                    }
                };
        return new ConflictCore(durable, tracker, new Resume());
    }

    private static ConflictCore dropsSameRows(EntityRules rules, Durable durable) {
        Tracker tracker =
                new Tracker(List.of(rules), new Fold()) {
                    @Override
                    boolean hasArrived(SideState state, SideState peer, TrackedRecord record) {
                        return true;
                    }
                };
        return new ConflictCore(durable, tracker, new Resume());
    }

    private static void dropReturned(SideState state, long cameBack) {
        state.records
                .values()
                .removeIf(
                        record ->
                                state.hasReadBack(record.key)
                                        && !state.dirty.isDirty(record.key)
                                        && record.own.last() <= cameBack);
    }

    private static final class ForgetsDeletes extends Fold {
        @Override
        void remember(TrackedRecord record, Life life) {
            if (life.kind() != PresenceRule.Kind.DELETE) {
                super.remember(record, life);
            }
        }
    }

    private static final class KeepsWhatStands extends Fold {
        @Override
        @Nullable Object standing(FieldDecision decision, @Nullable Object stands) {
            return switch (decision) {
                case FieldDecision.Theirs theirs -> theirs.value();
                case FieldDecision.Ours ours -> stands;
            };
        }
    }

    private static final class RevivesAfterImage extends Fold {
        @Override
        void revive(Meeting meeting, int column, @Nullable Object value) {
            meeting.shadow().set(column, value);
        }
    }

    /// Also when that row was yet to be repaired.
    private static final class StandsOnFoundRow extends Fold {
        @Override
        Row base(Shadow shadow, Row found) {
            return found;
        }
    }

    /// One change for each record of a batch, as new as the last: when decided and when merged.
    private static ConflictCore netsBatches(EntityRules rules, Durable durable) {
        Planner planner =
                new Planner(new Fold()) {
                    @Override
                    Decision apply(Subject subject) {
                        List<SideState.Incoming> netted = netted(subject.batch());
                        return netted.isEmpty()
                                ? new Decision.Keep(List.of())
                                : super.apply(
                                        new Subject(
                                                subject.rules(),
                                                subject.record(),
                                                subject.applied(),
                                                netted));
                    }
                };
        return new ConflictCore(durable, new NetsBatches(rules), planner, new Resume());
    }

    private static final class NetsBatches extends Tracker {
        NetsBatches(EntityRules rules) {
            super(List.of(rules), new Fold());
        }

        @Override
        void merge(SideState state, Holds holds, List<SourceTransaction> stood) {
            Map<RecordKey, List<SideState.Incoming>> byKey = new LinkedHashMap<>();
            for (SourceTransaction transaction : stood) {
                for (NetChange change : transaction.changes()) {
                    byKey.computeIfAbsent(change.key(), key -> new ArrayList<>())
                            .add(new SideState.Incoming(change, transaction));
                }
            }
            for (List<SideState.Incoming> changes : byKey.values()) {
                for (SideState.Incoming net : netted(changes)) {
                    SourceTransaction from = net.from();
                    super.merge(
                            state,
                            holds,
                            List.of(
                                    new SourceTransaction(
                                            from.side(),
                                            from.position(),
                                            from.clock(),
                                            from.seen(),
                                            List.of(net.change()),
                                            SourceTransaction.Steps.of(List.of(), Set.of()))));
                }
            }
        }
    }

    private static List<SideState.Incoming> netted(List<SideState.Incoming> batch) {
        SideState.Incoming last = batch.getLast();
        return Netting.net(ends(batch.getFirst().change().before(), last.change().after())).stream()
                .map(net -> new SideState.Incoming(net, last.from()))
                .toList();
    }

    private static List<Change> ends(@Nullable Row before, @Nullable Row after) {
        if (before == null) {
            return after == null ? List.of() : List.of(new Change.Insert(Setup.SHAPE, after));
        }
        return after == null
                ? List.of(new Change.Delete(Setup.SHAPE, before))
                : List.of(new Change.Update(Setup.SHAPE, before, after));
    }

    /// One position: what was applied need not be read again.
    private static final class AtCheckpoint extends Resume {
        @Override
        long resume(SideState own, SideState peer) {
            return own.log.atOrBefore(own.processedTo());
        }
    }

    /// What the peer's reader had seen of this log.
    private static final class AtPeersSeen extends Resume {
        @Override
        long resume(SideState own, SideState peer) {
            return own.log.atOrBefore(peer.seen());
        }
    }

    private static final class OverDirty extends Resume {
        @Override
        long floor(SideState state, long position) {
            return state.log.atOrBefore(position);
        }
    }

    private static final class OverEnded extends Resume {
        @Override
        long floor(SideState state, long position) {
            long at = state.log.atOrBefore(position);
            Map<RecordKey, Long> open = state.dirty.open();
            long first = open.values().stream().mapToLong(Long::longValue).min().orElse(at + 1);
            return first <= at ? state.log.before(first) : at;
        }
    }

    private static final class UnmarkedRepairs extends Variant {
        @Override
        boolean marks(TargetTransaction transaction) {
            return transaction.kind() != TargetTransaction.Kind.REPAIR;
        }
    }

    private static final class AnswersHeartbeats extends Variant {
        @Override
        boolean answersHeartbeats() {
            return true;
        }
    }

    private static final class Unguarded extends Variant {
        @Override
        boolean guards() {
            return false;
        }
    }
}
