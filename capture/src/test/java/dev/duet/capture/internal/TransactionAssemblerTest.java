package dev.duet.capture.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.capture.EchoFilter;
import dev.duet.capture.EntryQueue;
import dev.duet.capture.ReaderSettings;
import dev.duet.capture.StructureWatch;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Change;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Row;

import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class TransactionAssemblerTest {
    @TempDir private Path folder;

    private final EntryQueue queue = new EntryQueue(1_000_000, Long.MAX_VALUE);
    private final LogScript script = new LogScript();

    private TransactionAssembler assembler(EchoFilter echoes, long spillAfter) {
        ReaderSettings settings =
                new ReaderSettings(Duration.ofMillis(5), spillAfter, Long.MAX_VALUE, folder);
        Anchor from = new Anchor(new Lsn(100), 7, null);
        return new TransactionAssembler(
                "crm",
                script.log(),
                settings,
                List.of(LogScript.SHAPE),
                echoes,
                StructureWatch.NONE,
                from,
                queue);
    }

    private List<LogEntry> run(TransactionAssembler assembler) throws InterruptedException {
        for (SourceRecord record : script.records()) {
            assembler.accept(record);
        }
        List<LogEntry> entries = new ArrayList<>();
        for (LogEntry next = queue.poll(Duration.ZERO);
                next != null;
                next = queue.poll(Duration.ZERO)) {
            entries.add(next);
        }
        return entries;
    }

    private static List<Change> changes(LogEntry entry) {
        List<Change> changes = new ArrayList<>();
        ((LogEntry.Transaction) entry).changes().forEach(changes::add);
        return changes;
    }

    @Test
    void nothingIsHandedOnBeforeTheEnd() throws InterruptedException {
        script.begin("7").insert(1, "Ada");

        assertThat(run(assembler(EchoFilter.MARKER, 100))).isEmpty();
    }

    @Test
    void aTransactionArrivesWholeInItsOrderAndWithItsOrigin() throws InterruptedException {
        script.begin("7").insert(1, "Ada").update(1, "Ada", "Ada L").delete(2, "Bob").end(200, 3);

        List<LogEntry> entries = run(assembler(EchoFilter.MARKER, 100));

        assertThat(entries).hasSize(1);
        assertThat(changes(entries.getFirst()))
                .containsExactly(
                        new Change.Insert(LogScript.SHAPE, Row.of(1L, "Ada")),
                        new Change.Update(LogScript.SHAPE, Row.of(1L, "Ada"), Row.of(1L, "Ada L")),
                        new Change.Delete(LogScript.SHAPE, Row.of(2L, "Bob")));
        assertThat(entries.getFirst().origin().system()).isEqualTo("crm");
        assertThat(entries.getFirst().origin().position()).isEqualTo(new Lsn(200));
        assertThat(entries.getFirst().origin().transaction()).isEqualTo("7");
        assertThat(entries.getFirst().origin().seen()).isNull();
    }

    @Test
    void anUnfinishedTransactionIsDroppedWhenItComesAgain() throws InterruptedException {
        script.begin("7").insert(1, "Ada").begin("7").insert(1, "Ada").insert(2, "Bob").end(200, 2);

        List<LogEntry> entries = run(assembler(EchoFilter.MARKER, 100));

        assertThat(entries).hasSize(1);
        assertThat(changes(entries.getFirst())).hasSize(2);
    }

    @Test
    void whatIsAtOrBelowTheLastPositionIsPassedOver() throws InterruptedException {
        script.begin("5").insert(1, "Ada").end(100, 1);
        script.begin("6").insert(2, "Bob").end(150, 1);
        script.begin("6").insert(2, "Bob").end(150, 1);

        assertThat(run(assembler(EchoFilter.MARKER, 100)))
                .extracting(entry -> entry.origin().position())
                .containsExactly(new Lsn(150));
    }

    @Test
    void ourOwnTransactionBecomesAMarkerAndWhatFollowsHasSeenIt() throws InterruptedException {
        script.begin("7").checkpoint("0/3", 55, 9).insert(1, "Ada").end(200, 2);
        script.begin("8").insert(2, "Bob").end(300, 1);

        List<LogEntry> entries = run(assembler(EchoFilter.MARKER, 100));

        assertThat(entries.getFirst()).isInstanceOf(LogEntry.Marker.class);
        assertThat(((LogEntry.Marker) entries.getFirst()).checkpoint().counter()).isEqualTo(9);
        assertThat(entries.getLast()).isInstanceOf(LogEntry.Transaction.class);
        assertThat(entries.getLast().origin().seen()).isEqualTo(new Lsn(3));
        assertThat(entries.getLast().origin().clock()).isGreaterThan(55);
    }

    /// The mutation that the echo tests rest on: without the filter our own rows travel on.
    @Test
    void withoutTheEchoFilterOurOwnRowsAreHandedOn() throws InterruptedException {
        script.begin("7").checkpoint("0/3", 55, 9).insert(1, "Ada").end(200, 2);

        assertThat(run(assembler(marker -> false, 100)))
                .hasOnlyElementsOfType(LogEntry.Transaction.class);
    }

    @Test
    void aTransactionWithoutMappedRowsOnlyMovesThePosition() throws InterruptedException {
        script.begin("7").end(200, 0);

        assertThat(run(assembler(EchoFilter.MARKER, 100)))
                .hasOnlyElementsOfType(LogEntry.Passed.class);
    }

    @Test
    void anUpdateOfTheKeyStaysOneChange() throws InterruptedException {
        script.begin("7").keyChange(1, 2, "Ada").end(200, 2);

        assertThat(changes(run(assembler(EchoFilter.MARKER, 100)).getFirst()))
                .containsExactly(
                        new Change.KeyChange(
                                LogScript.SHAPE, Row.of(1L, "Ada"), Row.of(2L, "Ada")));
    }

    @Test
    void aMissingRowStopsTheReader() {
        script.begin("7").insert(1, "Ada").end(200, 2);

        assertThatThrownBy(() -> run(assembler(EchoFilter.MARKER, 100)))
                .isInstanceOf(LogNotUnderstood.class)
                .hasMessageContaining("has 2 events, but 1 arrived");
    }

    @Test
    void aLargeTransactionGoesThroughAFileUnchangedAndMayBeReadTwice() throws InterruptedException {
        script.begin("7");
        for (int i = 0; i < 5_000; i++) {
            script.insert(i, i % 7 == 0 ? null : "name " + i);
        }
        script.end(200, 5_000);

        List<LogEntry> entries = run(assembler(EchoFilter.MARKER, 100));

        List<Change> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            expected.add(
                    new Change.Insert(
                            LogScript.SHAPE, Row.of((long) i, i % 7 == 0 ? null : "name " + i)));
        }
        assertThat(changes(entries.getFirst())).isEqualTo(expected);
        assertThat(changes(entries.getFirst())).isEqualTo(expected);
        assertThat(((LogEntry.Transaction) entries.getFirst()).changes().weight()).isZero();
        assertThat(folder).as("the file has no name any more").isEmptyDirectory();
        ((LogEntry.Transaction) entries.getFirst()).changes().close();
    }

    @Test
    void theClockOfATransactionIsTheSameAfterARestart() throws InterruptedException {
        script.begin("7").insert(1, "Ada").end(200, 1);
        script.begin("8").insert(2, "Bob").end(300, 1);
        List<LogEntry> first = run(assembler(EchoFilter.MARKER, 100));

        List<LogEntry> second = run(assembler(EchoFilter.MARKER, 100));

        assertThat(second)
                .extracting(LogEntry::origin)
                .isEqualTo(first.stream().map(LogEntry::origin).toList());
    }
}
