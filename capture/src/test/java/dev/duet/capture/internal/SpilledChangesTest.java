package dev.duet.capture.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.capture.ReaderSettings;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

class SpilledChangesTest {
    @TempDir private Path folder;

    private final List<Change> added = new ArrayList<>();

    private Changes spilled(int count) {
        ReaderSettings settings =
                new ReaderSettings(Duration.ofMillis(5), 10, Long.MAX_VALUE, folder);
        ChangeBuffer buffer = new ChangeBuffer(settings);
        for (long i = 0; i < count; i++) {
            String text = "x".repeat((int) (i % 7));
            Change change =
                    i % 3 == 0
                            ? new Change.Insert(LogScript.SHAPE, Row.of(i, text))
                            : new Change.Update(
                                    LogScript.SHAPE, Row.of(i, text), Row.of(i, "changed"));
            added.add(change);
            buffer.add(change);
        }
        Changes changes = buffer.finish();
        assertThat(changes).isInstanceOf(SpilledChanges.class);
        return changes;
    }

    @Test
    void oneIsReadByItsOrdinalWhileAllAreRead() {
        try (Changes changes = spilled(3_000)) {
            Iterator<Change> inOrder = changes.iterator();
            for (int i = 0; i < added.size(); i++) {
                int other = added.size() - 1 - i;

                assertThat(changes.get(other)).isEqualTo(added.get(other));
                assertThat(inOrder.next()).isEqualTo(added.get(i));
            }
            assertThat(inOrder.hasNext()).isFalse();
        }
    }

    @Test
    void theFileGoesWithTheLastWhoHasIt() {
        Changes first = spilled(20);
        Changes second = first.share();

        first.close();
        first.close();
        assertThat(second.get(19)).isEqualTo(added.get(19));
        second.close();

        assertThatThrownBy(() -> second.get(19)).isInstanceOf(UncheckedIOException.class);
    }
}
