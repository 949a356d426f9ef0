package dev.duet.deploy.compare;

import dev.duet.deploy.compare.Mender.Outcome;
import dev.duet.deploy.compare.Repaired.State;
import dev.duet.deploy.compare.Verdict.Left;
import dev.duet.deploy.compare.Verdict.Mend;
import dev.duet.schemas.Key;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Brings records that differ to what the rules say, and looks at them again. One thread.
///
/// A sync that has such a record in flight may put back what was written, for it believes otherwise
/// (PROTOCOL 2.9). It forgets the record once it has come past it, so what the second look finds to
/// differ as before is written once more.
final class Repair {
    private static final int ROUNDS = 3;

    private final Comparison comparison;
    private final Mender mender;
    private final Judge judge;

    Repair(Comparison comparison, Repairing wanted, Witness witness) throws SQLException {
        this.comparison = comparison;
        this.mender = new Mender(wanted);
        this.judge = new Judge(wanted, comparison.systems(), comparison.isAtWork(), witness);
    }

    /// One record that is to be written, and what came of it so far.
    private static final class Task {
        final Mend planned;

        /// The same as the last look has it.
        Mend mend;

        @Nullable Outcome outcome;
        Repaired result;

        Task(Mend planned) {
            this.planned = planned;
            this.mend = planned;
            this.result = new Repaired(planned, State.LEFT, "ended before its turn");
        }

        Key key() {
            return planned.record().key();
        }

        boolean mayPass() {
            return outcome instanceof Outcome.Refused refused && refused.why().mayPass();
        }

        void is(State state, String words) {
            result = new Repaired(planned, state, words);
        }
    }

    /// What is to become of the records, in the order in which they were found.
    List<Verdict> plan(List<Unlike> records) {
        return records.stream().map(this::verdict).toList();
    }

    private Verdict verdict(Unlike it) {
        return judge.of(it, comparison.rules(it.entity()));
    }

    /// What came of each, in the same order.
    List<Repaired> carryOut(List<Verdict> plan) throws SQLException, InterruptedException {
        List<Task> tasks = new ArrayList<>();
        Map<Verdict, Task> byVerdict = new LinkedHashMap<>();
        for (Verdict verdict : plan) {
            if (verdict instanceof Mend mend) {
                Task task = new Task(mend);
                tasks.add(task);
                byVerdict.put(mend, task);
            }
        }
        List<Task> open = tasks;
        for (int round = 1; round <= ROUNDS && !open.isEmpty(); round++) {
            write(open);
            open = lookAgain(open);
        }
        List<Repaired> results = new ArrayList<>();
        for (Verdict verdict : plan) {
            results.add(
                    switch (verdict) {
                        case Left left -> new Repaired(left, State.LEFT, left.words());
                        case Mend mend -> Objects.requireNonNull(byVerdict.get(mend)).result;
                    });
        }
        return results;
    }

    /// Each once; and once more, as long as that helps, where others may have been in the way.
    private void write(List<Task> open) throws SQLException {
        List<Task> waiting = open;
        boolean helps = true;
        while (helps && !waiting.isEmpty()) {
            for (Task task : waiting) {
                if (!comparison.isStopped()) {
                    String entity = task.planned.record().entity();
                    task.outcome =
                            mender.mend(
                                    task.mend,
                                    comparison.place(true, entity),
                                    comparison.place(false, entity));
                }
            }
            List<Task> still = waiting.stream().filter(Task::mayPass).toList();
            helps = still.size() < waiting.size() && !comparison.isStopped();
            waiting = still;
        }
    }

    /// @return those that differ as they did before
    private List<Task> lookAgain(List<Task> open) throws SQLException, InterruptedException {
        List<Task> again = new ArrayList<>();
        Map<String, List<Task>> byEntity =
                open.stream()
                        .filter(it -> it.outcome != null)
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.planned.record().entity(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        for (Map.Entry<String, List<Task>> entity : byEntity.entrySet()) {
            var found = new Unlikes(Integer.MAX_VALUE);
            comparison.lookAgain(
                    entity.getKey(), entity.getValue().stream().map(Task::key).toList(), found);
            judge.witness().lookAgain(); // what differs may have been changed since
            Map<Key, Unlike> unlike =
                    found.records().stream()
                            .collect(Collectors.toMap(Unlike::key, Function.identity()));
            for (Task task : entity.getValue()) {
                Unlike now = unlike.get(task.key());
                conclude(task, now, found.isChanging(task.key()));
                if (task.result.state() == State.PUT_BACK
                        && now != null
                        && verdict(now) instanceof Mend mend
                        && mend.isSame(task.planned)) {
                    task.mend = mend;
                    again.add(task);
                }
            }
        }
        return again;
    }

    private static void conclude(Task task, @Nullable Unlike now, boolean isChanging) {
        boolean isAlike = now == null && !isChanging;
        switch (task.outcome) {
            case null -> {}
            case Outcome.Written _ -> {
                if (isAlike) {
                    task.is(State.REPAIRED, "");
                } else if (isChanging) {
                    task.is(State.CHANGED, "written, and changing since: compare it again");
                } else {
                    task.is(State.PUT_BACK, "written, and it differs again: compare it again");
                }
            }
            case Outcome.Changed changed ->
                    task.is(
                            isAlike ? State.ALIKE : State.CHANGED,
                            "it had changed in "
                                    + changed.system()
                                    + " since it was compared, and was not touched"
                                    + (isAlike ? "; it is alike now" : ": compare it again"));
            case Outcome.Refused refused ->
                    task.is(
                            isAlike ? State.ALIKE : State.REFUSED,
                            "%s does not take it: %s (%s)"
                                    .formatted(
                                            refused.system(),
                                            refused.why().reason(),
                                            refused.why().code()));
        }
    }
}
