package dev.duet.localdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A server process that we started, known by its id and its start time, with the processes below
/// it. Immutable.
///
/// The start time makes sure that an id which the system gave to another process since is never
/// signalled.
record ProcessTree(long pid, long startedMillis) {

    private static final Duration POLL = Duration.ofMillis(10);

    /// The system derives start times from a boot time that clock adjustments move.
    private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

    static ProcessTree of(ProcessHandle process) {
        return new ProcessTree(process.pid(), startOf(process));
    }

    static ProcessTree ofThisJvm() {
        return of(ProcessHandle.current());
    }

    boolean isRunning() {
        return root().isPresent();
    }

    void signal(String signal) {
        if (isRunning()) {
            signal(signal, List.of(pid));
        }
    }

    /// Stalls the root first, so that it starts no more children, then the children.
    void freeze() {
        root().ifPresent(
                        root -> {
                            signal("STOP", List.of(pid));
                            signal("STOP", root.descendants().map(ProcessHandle::pid).toList());
                        });
    }

    void thaw() {
        root().ifPresent(
                        root -> {
                            signal("CONT", root.descendants().map(ProcessHandle::pid).toList());
                            signal("CONT", List.of(pid));
                        });
    }

    /// Ends the root and everything below it with SIGKILL and returns when all have ended.
    void kill() {
        Optional<ProcessHandle> running = root();
        if (running.isEmpty()) {
            return;
        }
        freeze();
        List<ProcessHandle> all = new ArrayList<>();
        all.add(running.get());
        running.get().descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        if (!await(() -> all.stream().noneMatch(ProcessTree::runs), Duration.ofSeconds(30))) {
            throw new CannotStartDatabase("process " + pid + " did not end after SIGKILL");
        }
    }

    /// Whether the root ended within the limit.
    boolean awaitEnd(Duration limit) {
        return await(() -> !isRunning(), limit);
    }

    private Optional<ProcessHandle> root() {
        return ProcessHandle.of(pid)
                .filter(ProcessTree::runs)
                .filter(
                        process ->
                                Math.abs(startOf(process) - startedMillis)
                                        <= START_TOLERANCE.toMillis());
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /// A process that ended and was not collected by its parent (a container's first process may
    /// never do it) is alive to [ProcessHandle#isAlive], but not to us. One whose first thread
    /// ended while others still do holds its ports and files.
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // The name before the bracket may hold anything; after it come the state and 17 places
            // on the threads.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return !fields[0].equals("Z") || Integer.parseInt(fields[17]) > 1;
        } catch (IOException _) {
            return process.isAlive(); // just ended, or a system without /proc
        }
    }

    private static void signal(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("sh", "-c", "kill \"$@\" 2>&1 || :", "kill"));
        words.add("-" + signal);
        pids.forEach(pid -> words.add(Long.toString(pid)));
        try {
            Command.of(words).run();
        } catch (Command.Failed e) {
            throw new CannotStartDatabase("cannot signal " + signal + " to " + pids, e);
        }
    }

    private static boolean await(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
        }
        return true;
    }
}
