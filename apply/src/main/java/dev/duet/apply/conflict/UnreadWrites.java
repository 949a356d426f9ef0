package dev.duet.apply.conflict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was written into a side and its log has not shown yet: the transactions by their counters,
/// and the last that touched or decided a record. One thread.
final class UnreadWrites {
    private final Map<RecordKey, Long> last = new HashMap<>();
    private final Deque<Written> transactions = new ArrayDeque<>();

    private record Written(long counter, List<RecordKey> keys) {}

    void add(long counter, Collection<RecordKey> keys) {
        transactions.addLast(new Written(counter, new ArrayList<>(keys)));
        keys.forEach(key -> last.put(key, counter));
    }

    /// A transaction touches one more record.
    void addTo(long counter, RecordKey key) {
        for (Written transaction : transactions) {
            if (transaction.counter == counter) {
                transaction.keys.add(key);
                last.merge(key, counter, Math::max);
            }
        }
    }

    /// The last was not written.
    ///
    /// @return the records of it
    List<RecordKey> withdrawLast() {
        Written withdrawn = transactions.pollLast();
        if (withdrawn == null) {
            return List.of();
        }
        forget(withdrawn);
        return withdrawn.keys;
    }

    /// What was planned under one counter is written under a later one.
    void renumber(long from, long to) {
        Written planned = transactions.peekLast();
        if (planned != null && planned.counter == from) {
            transactions.removeLast();
            add(to, planned.keys);
        }
    }

    /// The log has shown all up to a counter.
    void read(long counter) {
        Written first = transactions.peekFirst();
        while (first != null && first.counter <= counter) {
            forget(first);
            transactions.removeFirst();
            first = transactions.peekFirst();
        }
    }

    private void forget(Written transaction) {
        transaction.keys.forEach(key -> last.remove(key, transaction.counter));
    }

    boolean has(RecordKey key) {
        return last.containsKey(key);
    }
}
