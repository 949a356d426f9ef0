package dev.duet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.schemas.Changes;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class EntryQueueTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void entriesComeOutInTheirOrder() throws InterruptedException {
        EntryQueue queue = new EntryQueue(100, 100);
        queue.put(passed(1));
        queue.put(passed(2));

        assertThat(queue.poll(NOW)).isEqualTo(passed(1));
        assertThat(queue.poll(NOW)).isEqualTo(passed(2));
        assertThat(queue.poll(NOW)).isNull();
    }

    @Test
    void oneEntryAlwaysFitsHoweverLarge() throws InterruptedException {
        EntryQueue queue = new EntryQueue(1, 1);
        queue.put(new LogEntry.Transaction(origin(1), Changes.of(List.of(), 1_000_000)));

        assertThat(queue.poll(NOW)).isNotNull();
    }

    @Test
    void aFullQueueMakesTheReaderWaitUntilThereIsRoom() throws InterruptedException {
        EntryQueue queue = new EntryQueue(1, 1_000);
        CountDownLatch second = new CountDownLatch(1);
        queue.put(passed(1));
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        queue.put(passed(2));
                                        second.countDown();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });

        assertThat(second.await(50, TimeUnit.MILLISECONDS)).as("put while full").isFalse();
        assertThat(queue.poll(LONG)).isEqualTo(passed(1));
        assertThat(queue.poll(LONG)).isEqualTo(passed(2));
        reader.join();
    }

    @Test
    void theReadersFailureComesAfterWhatItHadRead() throws InterruptedException {
        EntryQueue queue = new EntryQueue(100, 100);
        queue.put(passed(1));
        queue.fail(new IllegalStateException("connection lost"));

        assertThat(queue.poll(NOW)).isEqualTo(passed(1));
        assertThatThrownBy(() -> queue.poll(LONG))
                .isInstanceOf(CaptureStopped.class)
                .hasMessageContaining("connection lost");
    }

    @Test
    void closingWakesAReaderThatWaits() throws InterruptedException {
        EntryQueue queue = new EntryQueue(1, 1);
        queue.put(passed(1));
        CountDownLatch woken = new CountDownLatch(1);
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        queue.put(passed(2));
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    woken.countDown();
                                });

        queue.close();

        assertThat(woken.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(queue.poll(NOW)).isNull();
        reader.join();
    }

    private static LogEntry passed(long position) {
        return new LogEntry.Passed(origin(position));
    }

    private static Origin origin(long position) {
        return new Origin("crm", new Lsn(position), "t", Instant.EPOCH, 1, null);
    }
}
