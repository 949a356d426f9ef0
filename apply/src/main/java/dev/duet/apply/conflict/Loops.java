package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;

import java.util.LinkedHashMap;
import java.util.Map;

/// Finds records that go round: a change of one side that had seen the other's last one, answered
/// by one that had seen it, and so on, more often than people edit. So do programs on both sides
/// that answer each other's writes. One thread.
///
/// A change that had not seen the other side's last answers nothing, and the count begins anew;
/// what only raises counters is not looked at, since many raise these on both sides. Kept in memory
/// alone, for the records that changed last: what goes round is found again after a restart.
final class Loops {
    private static final int MOST_RECORDS = 10_000;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Map<RecordKey, Round> rounds =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<RecordKey, Round> eldest) {
                    return size() > MOST_RECORDS;
                }
            };
    private int most = NO_LIMIT;
    private long window;

    /// @param position of the change that was taken up last
    /// @param began the clock of the first answer
    private record Round(Side side, long position, int answers, long began) {
        static Round begin(SourceTransaction first) {
            return new Round(first.side(), first.position(), 0, first.clock());
        }

        Round next(SourceTransaction from, long window) {
            if (from.side() == side) {
                return new Round(side, from.position(), answers, began);
            }
            if (from.seen() < position) {
                return begin(from);
            }
            return answers > 0 && from.clock() - began <= window
                    ? new Round(from.side(), from.position(), answers + 1, began)
                    : new Round(from.side(), from.position(), 1, from.clock());
        }
    }

    /// @param answers how many there may be within the window
    /// @param micros the window, by the changes' clocks
    void over(int answers, long micros) {
        most = answers;
        window = micros;
    }

    /// Notes that a change is taken up.
    ///
    /// @return whether its record goes round; it is counted anew then
    boolean goesRound(EntityRules rules, Incoming incoming) {
        if (most == NO_LIMIT || isCounting(rules, incoming.change())) {
            return false;
        }
        SourceTransaction from = incoming.from();
        RecordKey key = incoming.change().key();
        Round before = rounds.get(key);
        Round round = before == null ? Round.begin(from) : before.next(from, window);
        rounds.put(key, round);
        if (round.answers <= most) {
            return false;
        }
        rounds.remove(key);
        return true;
    }

    private static boolean isCounting(EntityRules rules, NetChange change) {
        return change instanceof NetChange.Updated updated
                && updated.touched().stream().allMatch(rules::isSum);
    }
}
