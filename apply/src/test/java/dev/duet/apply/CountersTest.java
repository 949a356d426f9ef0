package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.store.CounterStore.Counter;
import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

final class CountersTest {
    private static final Shape SHAPE =
            new Shape(
                    "item",
                    new TableName("public", "item"),
                    List.of(
                            new Column("id", "int", Kind.INTEGER, false),
                            new Column("name", "text", Kind.TEXT, true)),
                    1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Counters counters = new Counters("crm", () -> now);

    @Test
    void areDueAtOnceAndThenAtASlowPace() {
        counters.echo();
        counters.redelivered();
        counters.echo();

        assertThat(counters.due())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                new Counter("", "echo", ""), 2L,
                                new Counter("", "redelivered", ""), 1L));
        counters.committed(new Counters.Attempt());
        counters.echo();
        assertThat(counters.due()).isEmpty();

        now = now.plus(Counters.AGAIN);
        assertThat(counters.due()).containsExactly(Map.entry(new Counter("", "echo", ""), 1L));
    }

    @Test
    void whatWasNotCommittedIsDueAgain() {
        counters.echo();
        assertThat(counters.due()).hasSize(1);

        assertThat(counters.due()).containsExactly(Map.entry(new Counter("", "echo", ""), 1L));
    }

    @Test
    void anAttemptCountsWhenItIsCommitted() {
        var attempt = new Counters.Attempt();
        attempt.quarantined("item", "named", false);
        attempt.quarantined("item", "good", true);
        attempt.carried(update("a", "a"));
        attempt.carried(update("a", Unchanged.VALUE));
        attempt.carried(update("a", "b"));
        attempt.carried(new Change.Insert(SHAPE, Row.of(1L, "a")));
        assertThat(counters.due()).isEmpty();

        counters.committed(attempt);

        assertThat(counters.due())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                new Counter("item", "quarantined", "named"), 1L,
                                new Counter("item", "rejected", "good"), 1L,
                                new Counter("item", "unchanged", ""), 2L));
    }

    private static Change update(Object before, Object after) {
        return new Change.Update(SHAPE, Row.of(1L, before), Row.of(1L, after));
    }
}
