package dev.duet.bench;

import dev.duet.capture.EngineSettings;
import dev.duet.capture.SourceLog;
import dev.duet.schemas.Position;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Debezium alone, with the settings that Duet gives it and nothing of Duet behind it.
final class BareEngine implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final EngineSettings settings;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    /// @param from where reading begins; the log is acknowledged up to there and no further
    /// @param sink is called on the engine's thread
    BareEngine(
            Testbed testbed,
            String system,
            Position from,
            Consumer<List<RecordChangeEvent<SourceRecord>>> sink) {
        this.settings =
                new EngineSettings(
                        system,
                        testbed.beside(system).log(),
                        SourceLog.Reading.TABLES,
                        testbed.reading(),
                        testbed.shapes(system),
                        () -> from);
        this.engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(settings.properties())
                        .using(
                                new DebeziumEngine.ConnectorCallback() {
                                    @Override
                                    public void taskStarted() {
                                        started.countDown();
                                    }
                                })
                        .using(this::ended)
                        .notifying(
                                (events, committer) -> {
                                    sink.accept(events);
                                    if (!events.isEmpty()) {
                                        committer.markProcessed(events.getLast());
                                        committer.markBatchFinished();
                                    }
                                })
                        .build();
        Thread.ofPlatform().name("bench-read-" + system).start(engine);
    }

    /// The topic under which the measured table's rows come.
    static String rowTopic(Testbed testbed, String system) {
        return system + "." + testbed.shapes(system).getFirst().table();
    }

    private void ended(boolean success, @Nullable String message, @Nullable Throwable error) {
        failure = error != null ? error : new IllegalStateException(String.valueOf(message));
        started.countDown();
        ended.countDown();
    }

    void awaitStarted() throws InterruptedException {
        if (!started.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchFailed("the engine did not start within " + LIMIT.toSeconds() + " s");
        }
        requireRunning();
    }

    /// @throws BenchFailed when the engine has ended
    void requireRunning() {
        Throwable cause = failure;
        if (cause != null) {
            throw new BenchFailed("Debezium alone has stopped: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        try {
            started.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            engine.close();
            ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | IllegalStateException e) {
            if (failure == null) {
                throw new BenchFailed("Debezium could not be stopped: " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settings.close();
        }
    }
}
