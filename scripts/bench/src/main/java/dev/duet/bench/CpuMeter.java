package dev.duet.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Who spends how much processor time between two moments: the threads of this process by name, and
/// the servers it started.
///
/// Says more than a rate where other programs share the machine. Threads that ended in between are
/// not seen.
final class CpuMeter {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> threads = new HashMap<>();
    private final Map<Long, Duration> servers = new HashMap<>();

    /// Begins now.
    CpuMeter() {
        for (long id : THREADS.getAllThreadIds()) {
            threads.put(id, THREADS.getThreadCpuTime(id));
        }
        ProcessHandle.current()
                .descendants()
                .forEach(process -> servers.put(process.pid(), spent(process)));
    }

    /// Microseconds for each of so many rows, by who spent them; what is below a hundredth of the
    /// whole is left out.
    Map<String, Double> microsPerRow(long rows) {
        Map<String, Double> nanos = new TreeMap<>();
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null) {
                long id = info.getThreadId();
                long spent = THREADS.getThreadCpuTime(id) - threads.getOrDefault(id, 0L);
                nanos.merge(group(info.getThreadName()), (double) spent, Double::sum);
            }
        }
        ProcessHandle.current()
                .descendants()
                .forEach(
                        process -> {
                            Duration before = servers.getOrDefault(process.pid(), Duration.ZERO);
                            nanos.merge(
                                    "server " + program(process),
                                    (double) spent(process).minus(before).toNanos(),
                                    Double::sum);
                        });
        double all = nanos.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> micros = new TreeMap<>();
        nanos.forEach(
                (who, spent) -> {
                    if (spent > all / 100) {
                        micros.put(who, Math.round(spent / rows / 10) / 100.0);
                    }
                });
        return micros;
    }

    private static String group(String thread) {
        return thread.replaceAll("\\d+", "n");
    }

    private static Duration spent(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String program(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> String.valueOf(Path.of(command).getFileName()))
                .orElse("unknown");
    }
}
