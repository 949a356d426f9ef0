package dev.duet.capture;

import dev.duet.capture.internal.TransactionAssembler;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Shape;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Reads one system's log with an embedded Debezium engine and puts its transactions into a queue.
///
/// An engine runs once: when it ends, for whatever reason, the queue learns why, and a new reader
/// is built after the log has been checked again. Debezium's own restart in place is switched off,
/// since it happens unseen.
public final class LogReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogReader.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_BY_ITSELF = Duration.ofSeconds(1);
    private static final Duration CLOSE_AGAIN = Duration.ofMillis(50);
    private static final long WATCH_EVERY_MILLIS = 1_000;

    private final String system;
    private final EntryQueue queue;
    private final TransactionAssembler assembler;
    private final EngineSettings engineSettings;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final SourceLog.Liveness liveness;
    private final boolean acknowledges;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Thread thread;
    private volatile boolean closing;

    /// @param from where reading begins, with the clock and what had been seen by then
    /// @param durableResume the resume position that is committed by now; the log is acknowledged
    ///   up to it
    public LogReader(
            String system,
            SourceLog source,
            SourceLog.Reading reading,
            ReaderSettings settings,
            List<Shape> shapes,
            EchoFilter echoes,
            StructureWatch structure,
            Anchor from,
            Supplier<Anchor> durableResume,
            EntryQueue queue) {
        this.system = system;
        this.queue = queue;
        this.assembler =
                new TransactionAssembler(
                        system, source, settings, shapes, echoes, structure, from, queue);
        this.engineSettings =
                new EngineSettings(
                        system,
                        source,
                        reading,
                        settings,
                        shapes,
                        () -> durableResume.get().position());
        this.liveness = source.liveness(engineSettings.tag());
        this.acknowledges = reading == SourceLog.Reading.TABLES;
        this.engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(engineSettings.properties())
                        .using(
                                new DebeziumEngine.ConnectorCallback() {
                                    @Override
                                    public void taskStarted() {
                                        started.countDown();
                                    }
                                })
                        .using(this::ended)
                        .notifying(this::take)
                        .build();
    }

    /// Begins reading on a thread of its own.
    public void start() {
        thread = Thread.ofPlatform().name("duet-read-" + system).start(engine);
        Thread.ofVirtual().name("duet-watch-" + system).start(this::watch);
    }

    /// Ends with the engine, or tells the queue that nothing more will come from it.
    private void watch() {
        try {
            while (!ended.await(WATCH_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<String> lost = liveness.lost();
                if (lost.isPresent()) {
                    log.warn("the log reader is cut off system={} reason={}", system, lost.get());
                    queue.fail(new IOException(lost.get()));
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the engine reads, or has ended.
    public boolean awaitStarted(Duration limit) throws InterruptedException {
        return started.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        for (RecordChangeEvent<SourceRecord> event : events) {
            assembler.accept(event.record());
        }
        if (acknowledges && !events.isEmpty()) {
            committer.markProcessed(events.getLast());
            committer.markBatchFinished();
        }
    }

    private void ended(boolean success, @Nullable String message, @Nullable Throwable error) {
        Throwable cause =
                error != null
                        ? error
                        : new IllegalStateException(message == null ? "it ended" : message);
        if (!closing) {
            log.warn("the log reader ended system={} reason={}", system, rootMessage(cause));
        }
        queue.fail(cause);
        started.countDown();
        ended.countDown();
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /// Ends the engine and waits until it has ended. The queue is closed, too, since the engine may
    /// be waiting there.
    @Override
    public void close() {
        closing = true;
        queue.close();
        try {
            if (thread != null) {
                started.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                closeEngine();
                awaitEnded(thread);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engineSettings.close();
        }
    }

    /// An engine that is closed just as it begins to poll can wait for ever for a poll that was
    /// dropped from its executor (AsyncEmbeddedEngine.runTasksPolling takes a future which nobody
    /// completes); its tasks have ended by then, and an interrupt lets it end, too.
    private void awaitEnded(Thread engineThread) throws InterruptedException {
        if (ended.await(END_BY_ITSELF.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        engineThread.interrupt();
        if (!ended.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("the log reader did not end in time system={}", system);
        }
    }

    /// An engine refuses to be closed while its tasks start, and when it has ended.
    private void closeEngine() throws InterruptedException {
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        while (ended.getCount() > 0 && System.nanoTime() < deadline) {
            try {
                engine.close();
                return;
            } catch (IllegalStateException e) {
                log.debug("the engine cannot be closed yet system={}", system, e);
                Thread.sleep(CLOSE_AGAIN);
            } catch (IOException e) {
                log.debug("the engine had ended already system={}", system, e);
                return;
            }
        }
    }
}
