package dev.duet.deploy.config;

import dev.duet.schemas.config.Bounds;
import dev.duet.schemas.config.DataSize;
import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.Settings.Batch;
import dev.duet.schemas.config.Settings.Brake;
import dev.duet.schemas.config.Settings.Brakes;
import dev.duet.schemas.config.Settings.Lease;
import dev.duet.schemas.config.Settings.Loops;
import dev.duet.schemas.config.Settings.Quarantine;
import dev.duet.schemas.config.Settings.Queue;
import dev.duet.schemas.config.Settings.Retry;
import dev.duet.schemas.config.Settings.Spill;
import dev.duet.schemas.config.Settings.Timeouts;
import dev.duet.schemas.config.Settings.Verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Reads `settings`. Where a value is wrong a default stands in for it, so that the others are read
/// too.
final class SettingsReader {
    private final Reading reading;

    SettingsReader(Reading reading) {
        this.reading = reading;
    }

    Settings read(Section root) {
        Section settings = root.inner("settings", Keys.SETTINGS);
        return new Settings(
                settings.duration("heartbeat", Settings.HEARTBEAT),
                lease(settings.inner("lease", Keys.LEASE)),
                batch(settings.inner("batch", Keys.BATCH)),
                queue(settings.inner("queue", Keys.QUEUE)),
                spill(settings.inner("spill", Keys.SPILL)),
                retry(settings.inner("retry", Keys.RETRY)),
                quarantine(settings.inner("quarantine", Keys.QUARANTINE)),
                brakes(settings.inner("brakes", Keys.BRAKES)),
                loops(settings.inner("loops", Keys.LOOPS)),
                verify(settings),
                settings.duration("clock-skew", Settings.CLOCK_SKEW),
                settings.duration("poll-interval", Settings.POLL_INTERVAL),
                settings.duration("replay-window", Settings.REPLAY_WINDOW),
                settings.size("replay-size", Settings.REPLAY_SIZE),
                timeouts(settings.inner("timeouts", Keys.TIMEOUTS)));
    }

    private static Lease lease(Section lease) {
        return new Lease(lease.duration("ttl", Lease.TTL));
    }

    private static Batch batch(Section batch) {
        return new Batch(
                batch.integer("max-rows", Batch.MAX_ROWS),
                batch.size("max-bytes", Batch.MAX_BYTES),
                batch.integer("max-transactions", Batch.MAX_TRANSACTIONS));
    }

    private static Queue queue(Section queue) {
        return new Queue(
                queue.integer("max-rows", Queue.MAX_ROWS),
                queue.size("max-bytes", Queue.MAX_BYTES));
    }

    private Spill spill(Section spill) {
        int afterRows = spill.integer("after-rows", Spill.AFTER_ROWS);
        DataSize afterBytes = spill.size("after-bytes", Spill.AFTER_BYTES);
        return new Spill(afterRows, afterBytes, folder(spill));
    }

    private Path folder(Section spill) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", ".")).toAbsolutePath();
        Optional<Located> given = spill.find("folder");
        if (given.isEmpty()) {
            reading.inForceByDefault(spill.pathOf("folder"), temporary.toString());
            return temporary;
        }
        Optional<Path> folder = reading.path(given.get(), "write the path of a folder");
        folder.ifPresent(path -> reading.inForce(given.get(), path.toString()));
        return folder.orElse(temporary);
    }

    private Retry retry(Section retry) {
        int before = reading.problems().count();
        Duration initial = retry.duration("initial", Retry.INITIAL);
        Duration max = retry.duration("max", Retry.MAX);
        if (initial.compareTo(max) <= 0) {
            return new Retry(initial, max);
        }
        if (reading.problems().count() == before) { // else a default stands in for one of them
            reading.missing(
                    retry.group(),
                    "the first wait, "
                            + DurationText.format(initial)
                            + ", is longer than the longest, "
                            + DurationText.format(max),
                    "make initial at most max");
        }
        return Retry.DEFAULT;
    }

    private static Quarantine quarantine(Section quarantine) {
        return new Quarantine(
                quarantine.integer("budget", Quarantine.BUDGET),
                quarantine.duration("window", Quarantine.WINDOW));
    }

    private Brakes brakes(Section brakes) {
        return new Brakes(
                brake(brakes, "deletes", Brakes.PERCENT_OF_DELETES),
                brake(brakes, "conflicts", Brakes.PERCENT_OF_CONFLICTS));
    }

    private Optional<Brake> brake(Section brakes, String key, Bounds<Integer> percent) {
        if (isOff(brakes.find(key), "budget, percent and window")) {
            return Optional.empty();
        }
        Section brake = brakes.inner(key, Keys.BRAKE);
        return Optional.of(
                new Brake(
                        brake.integer("budget", Brake.BUDGET),
                        brake.integer("percent", percent),
                        brake.duration("window", Brake.WINDOW)));
    }

    /// Whether a word stands where a group may stand; any other than `off` is wrong.
    private boolean isOff(Optional<Located> given, String keys) {
        if (given.isEmpty() || !(given.get().node() instanceof YamlNode.Scalar scalar)) {
            return false;
        }
        if (scalar.text().equals("off")) {
            reading.inForce(given.get(), "off");
        } else {
            reading.wrong(
                    given.get(),
                    "'off' or a group of keys is needed, not " + scalar.description(),
                    "write off, or the keys " + keys + " below it, indented");
        }
        return true;
    }

    private Optional<Verify> verify(Section settings) {
        if (isOff(settings.find("verify"), "rows-per-second and pause")) {
            return Optional.empty();
        }
        Section verify = settings.inner("verify", Keys.VERIFY);
        return Optional.of(
                new Verify(
                        verify.integer("rows-per-second", Verify.ROWS_PER_SECOND),
                        verify.duration("pause", Verify.PAUSE)));
    }

    private static Loops loops(Section loops) {
        return new Loops(loops.integer("most", Loops.MOST), loops.duration("window", Loops.WINDOW));
    }

    private Timeouts timeouts(Section timeouts) {
        int before = reading.problems().count();
        Duration connect = timeouts.duration("connect", Timeouts.CONNECT);
        Duration statement = timeouts.duration("statement", Timeouts.STATEMENT);
        Duration socket = timeouts.duration("socket", Timeouts.SOCKET);
        if (socket.compareTo(statement) > 0) {
            return new Timeouts(connect, statement, socket);
        }
        if (reading.problems().count() == before) { // else a default stands in for one of them
            reading.missing(
                    timeouts.group(),
                    "the socket's limit, "
                            + DurationText.format(socket)
                            + ", is not longer than a statement's, "
                            + DurationText.format(statement),
                    "make socket longer than statement, so that the statement can end first");
        }
        return Timeouts.DEFAULT;
    }
}
