package dev.duet.apply.conflict;

import dev.duet.apply.conflict.ModelHolds.Episode;
import dev.duet.apply.conflict.ModelHolds.Parked;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.EntityRules;

import java.util.List;

/// Checks that what clients did to a held record was kept for people, once it could not be written
/// any more, and that nothing was kept that counts.
final class HoldCheck {
    private final EntityRules rules;
    private final Simulation simulation;

    HoldCheck(EntityRules rules, Simulation simulation) {
        this.rules = rules;
        this.simulation = simulation;
    }

    void run() {
        for (Episode episode : simulation.holds.episodes()) {
            List<LogLine> log = simulation.database(episode.side()).log();
            HoldEnd end = simulation.holds.of(episode.hold());
            if (end == null) {
                throw new Violation("never released", episode.toString());
            }
            long to = ModelHolds.reaches(end, episode.side(), log);
            for (LogLine line : log) {
                boolean isHeld = line.position() > episode.from() && line.position() < to;
                if (isHeld && line.isClients()) {
                    requireParked(episode, line);
                }
            }
        }
        for (Parked parked : simulation.holds.parked()) {
            HoldEnd end = simulation.holds.last(parked.key());
            List<LogLine> log = simulation.database(parked.side()).log();
            if (end == null || parked.position() >= ModelHolds.reaches(end, parked.side(), log)) {
                throw new Violation("parked what counts", parked.toString());
            }
        }
    }

    private void requireParked(Episode episode, LogLine line) {
        RecordKey key = episode.hold().key();
        boolean changed =
                Netting.net(line.changes()).stream()
                        .filter(change -> change.key().equals(key))
                        .anyMatch(
                                change ->
                                        Passage.of(rules, episode.side(), change)
                                                        != Passage.WITHHELD
                                                && !Fold.isForNobody(rules, episode.side(), change)
                                                && !Fold.isKeptThere(
                                                        rules, episode.side(), change));
        Parked parked = new Parked(episode.side(), line.position(), key);
        if (changed && !simulation.holds.parked().contains(parked)) {
            throw new Violation("not parked", parked.toString());
        }
    }
}
