package dev.duet.deploy.support;

import dev.duet.apply.Milestones;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult.Invalid;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Sync;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Duet as a process that can be killed, with a choice of deaths and breakages: `config.yaml
/// [--halt-at MILESTONE:passes] [--exit-at MILESTONE:passes] [--break PART]`; to halt is to end as
/// kill -9 would.
public final class DuetProcess {
    /// The exit code of a process that ended at its milestone.
    public static final int HALTED = 66;

    /// The exit code of a process that found another in its place.
    public static final int FENCED = 67;

    private DuetProcess() {}

    public static void main(String[] words) throws Exception {
        Milestones milestones = Milestones.NONE;
        Broken broken = Broken.NOTHING;
        for (int i = 1; i < words.length; i += 2) {
            switch (words[i]) {
                case "--halt-at" ->
                        milestones = at(words[i + 1], () -> Runtime.getRuntime().halt(HALTED));
                case "--exit-at" -> milestones = at(words[i + 1], () -> System.exit(0));
                case "--break" -> broken = Broken.valueOf(words[i + 1]);
                default -> throw new IllegalArgumentException(words[i]);
            }
        }
        try {
            run(Path.of(words[0]), broken.with(milestones));
        } catch (dev.duet.apply.Fenced e) {
            System.err.println("fenced: " + e.getMessage());
            Runtime.getRuntime().halt(FENCED);
        }
    }

    private static void run(Path file, Sync.Variations variations) throws Exception {
        DuetConfig config =
                switch (new ConfigReader().read(file)) {
                    case Valid valid -> valid.config();
                    case Invalid invalid ->
                            throw new IllegalArgumentException(invalid.problems().toString());
                };
        Endpoints endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        Map<String, Side> sides = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            var connections = new Connections(endpoints.writer(system));
            sides.put(
                    system.name(),
                    Side.of(
                            endpoints.reader(system),
                            new Connections(endpoints.reader(system)).pool("read", 2),
                            connections.pool("apply", 4)));
        }
        try (Sync sync = new Sync(config, sides, variations)) {
            sync.run();
        }
    }

    /// Does it the so-manyth time that milestone is passed.
    private static Milestones at(String text, Runnable end) {
        String[] parts = text.split(":");
        Milestones.Milestone at = Milestones.Milestone.valueOf(parts[0]);
        var left = new AtomicInteger(Integer.parseInt(parts[1]));
        return milestone -> {
            if (milestone == at && left.decrementAndGet() == 0) {
                end.run();
            }
        };
    }
}
