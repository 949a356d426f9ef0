package dev.duet.apply.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.plan.ModelDatabase.Refused;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ApplyPlanTest {
    private static final Origin ORIGIN = new Origin("crm", new Lsn(1), "1", Instant.EPOCH, 1, null);

    private final ApplyPlan plan = new ApplyPlan(ModelDatabase.RELATIONS, true);

    @Test
    void ordersAndTheirLinesBecomeTwoStatements() {
        for (long order = 1; order <= 100; order++) {
            add(new Change.Insert(ModelDatabase.ORDERS, Row.of(order, "code" + order, "open")));
            add(new Change.Insert(ModelDatabase.LINES, Row.of(order * 10, order, "pen")));
            add(new Change.Insert(ModelDatabase.LINES, Row.of(order * 10 + 1, order, "ink")));
        }

        // order codes are unique, so their order among themselves is kept; the lines all go
        // together
        assertThat(plan.runs().stream().filter(run -> run.shape().equals(ModelDatabase.LINES)))
                .hasSize(1);
        assertThat(plan.runs().getLast().rows()).hasSize(200);
    }

    @Test
    void updatesOfOneRecordFoldIntoOne() {
        add(update(1, "a", "b"));
        add(update(1, "b", "c"));
        add(update(1, "c", "d"));

        assertThat(plan.runs()).hasSize(1);
        assertThat(plan.runs().getFirst().rows()).hasSize(1);
        assertThat(plan.runs().getFirst().rows().getFirst().requireBefore().get(2)).isEqualTo("a");
        assertThat(plan.runs().getFirst().rows().getFirst().requireAfter().get(2)).isEqualTo("d");
    }

    @Test
    void nothingFoldsWhereEachMayBeRefusedByItself() {
        ApplyPlan careful = new ApplyPlan(ModelDatabase.RELATIONS, false);
        careful.add(ready(update(1, "a", "b")), ORIGIN);
        careful.add(ready(update(1, "b", "c")), ORIGIN);

        assertThat(careful.runs()).hasSize(2);
    }

    @Test
    void anUpdateThatChangesNothingMappedIsDropped() {
        add(update(1, "a", "a"));

        assertThat(plan.runs()).isEmpty();
    }

    @Test
    void theParentIsDeletedAfterItsChild() {
        add(new Change.Delete(ModelDatabase.LINES, Row.of(10L, 1L, "pen")));
        add(new Change.Delete(ModelDatabase.ORDERS, Row.of(1L, "code1", "open")));
        add(new Change.Delete(ModelDatabase.LINES, Row.of(20L, 2L, "pen")));
        add(new Change.Delete(ModelDatabase.ORDERS, Row.of(2L, "code2", "open")));

        assertThat(plan.runs())
                .extracting(Run::shape)
                .containsExactly(ModelDatabase.LINES, ModelDatabase.ORDERS);
    }

    /// Whatever a database with immediate constraints accepted one by one, the plan's runs are
    /// accepted as well and lead to the same rows; the seed of a history that does not is in the
    /// message.
    @Test
    void runsAreAcceptedByTheSameConstraintsAndLeadToTheSameRows() {
        int moved = 0;
        for (long seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            ModelDatabase source = new ModelDatabase();
            List<Change> before = source.randomChanges(random, 12);
            ModelDatabase target = new ModelDatabase();
            before.forEach(target::apply);
            List<Change> changes = source.randomChanges(random, 40);
            ApplyPlan each = new ApplyPlan(ModelDatabase.RELATIONS, random.nextBoolean());
            changes.forEach(change -> each.add(ready(change), ORIGIN));
            moved += changes.size() - each.runs().size();
            try {
                each.runs().forEach(target::apply);
            } catch (Refused e) {
                throw new AssertionError(
                        "seed " + seed + ": " + e.getMessage() + " in " + describe(each), e);
            }
            assertThat(target.rows()).as("seed %d", seed).isEqualTo(source.rows());
        }
        assertThat(moved).as("changes that share a statement with another").isGreaterThan(40_000);
    }

    private static List<String> describe(ApplyPlan plan) {
        List<String> runs = new ArrayList<>();
        plan.runs()
                .forEach(
                        run ->
                                runs.add(
                                        run.operation()
                                                + " "
                                                + run.shape().entity()
                                                + " "
                                                + run.rows().size()));
        return runs;
    }

    private void add(Change change) {
        plan.add(ready(change), ORIGIN);
    }

    private static Mapped.Ready ready(Change change) {
        return new Mapped.Ready(change, change, change);
    }

    private static Change update(long order, String from, String to) {
        return new Change.Update(
                ModelDatabase.ORDERS,
                Row.of(order, "code" + order, from),
                Row.of(order, "code" + order, to));
    }
}
