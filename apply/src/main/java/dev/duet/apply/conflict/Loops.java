package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import java.util.LinkedHashMap;
import java.util.Map;

/// Finds records that go round: a change of one side that had seen the last of the other's, and was
/// followed by one of the other's that had seen it, and so on, more often than anybody edits. So do
/// triggers, or programs, that answer each other's writes. One thread.
///
/// A change that had not seen the other side's last begins anew: it is nobody's answer. Kept in
/// memory alone, for the records that changed last.
final class Loops {
    private static final int MOST_RECORDS = 10_000;

    private final Map<RecordKey, Round> rounds =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<RecordKey, Round> eldest) {
                    return size() > MOST_RECORDS;
                }
            };
    private int most = Integer.MAX_VALUE;
    private long window;

    private static final class Round {
        Side side;
        long position;
        long began;
        int answers;
        int repairs;
        long clientAt;

        Round(Side side, long began) {
            this.side = side;
            this.began = began;
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
    /// @return whether its record goes round
    boolean passes(RecordKey key, SourceTransaction from) {
        Round round = rounds.computeIfAbsent(key, first -> new Round(from.side(), from.clock()));
        round.repairs = 0;
        if (round.side != from.side()) {
            boolean isAnswer = from.seen() >= round.position;
            boolean isInTime = from.clock() - round.began <= window;
            round.answers = isAnswer ? (isInTime ? round.answers : 0) + 1 : 0;
            round.began = isAnswer && isInTime ? round.began : from.clock();
        }
        round.side = from.side();
        round.position = from.position();
        return isOver(key, round.answers);
    }

    /// Notes that a record is repaired.
    ///
    /// @param clientAt where a client changed it last
    /// @return whether it was repaired too often since, with nobody's doing
    boolean repaired(RecordKey key, Side side, long clientAt) {
        Round round = rounds.computeIfAbsent(key, first -> new Round(side, 0));
        round.repairs = round.clientAt == clientAt ? round.repairs + 1 : 1;
        round.clientAt = clientAt;
        return isOver(key, round.repairs);
    }

    private boolean isOver(RecordKey key, int count) {
        if (count <= most) {
            return false;
        }
        rounds.remove(key);
        return true;
    }
}
