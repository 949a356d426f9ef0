package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

class NettingTest {
    private static final Row ONE = Row.of(1L, 1L, 1L, 1L);
    private static final Row TWO = Row.of(1L, 2L, 1L, 1L);

    @Test
    void deleteAndInsertIsAnUpdate() {
        List<NetChange> net = net(delete(ONE), insert(TWO));

        assertThat(net)
                .singleElement()
                .isInstanceOfSatisfying(
                        NetChange.Updated.class,
                        update -> assertThat(update.touched().stream()).containsExactly(1));
    }

    @Test
    void whatEndsAsItBeganIsNothing() {
        assertThat(net(update(ONE, TWO), update(TWO, ONE))).isEmpty();
        assertThat(net(insert(ONE), delete(ONE))).isEmpty();
    }

    @Test
    void aKeyChangeEndsOneRecordAndBeginsAnother() {
        Row moved = Row.of(2L, 1L, 1L, Unchanged.VALUE);

        List<NetChange> net = net(new Change.KeyChange(Setup.SHAPE, ONE, moved));

        assertThat(net).hasSize(2);
        assertThat(net.getFirst()).isInstanceOf(NetChange.Deleted.class);
        assertThat(net.getLast().after()).isEqualTo(Row.of(2L, 1L, 1L, 1L)); // not left out
    }

    @Test
    void aLargeValueIsKeptWhenALaterImageLeavesItOut() {
        Row later = Row.of(1L, 2L, Unchanged.VALUE, 1L);

        List<NetChange> net = net(insert(ONE), update(ONE, later));

        assertThat(net.getFirst().after()).isEqualTo(TWO);
    }

    @Test
    void aTruncateIsRefusedBeforeAnythingIsTaken() {
        EntityRules rules =
                new EntityRules(
                        Setup.SHAPE.entity(),
                        1,
                        Collections.nCopies(4, new FieldRule.Latest()),
                        new PresenceRule.Update());
        ConflictCore core =
                new ConflictCore(
                        List.of(rules),
                        new ModelDatabase(Side.A, rules).checkpoint(),
                        new ModelDatabase(Side.B, rules).checkpoint());
        Origin origin = new Origin("A", new Lsn(2), "t", Instant.EPOCH, 1, null);
        Changes changes = Changes.of(List.of(insert(ONE), new Change.Truncate(Setup.SHAPE)));

        assertThatThrownBy(() -> core.read(Side.A, new LogEntry.Transaction(origin, changes)))
                .isInstanceOf(CannotNet.class)
                .hasMessageContaining("thing");
        assertThat(core.inFlight(Side.A)).isZero();
        assertThat(core.planApply(Side.A, 1)).isNull();
    }

    private static List<NetChange> net(Change... changes) {
        return Netting.net(List.of(changes));
    }

    private static Change insert(Row row) {
        return new Change.Insert(Setup.SHAPE, row);
    }

    private static Change update(Row before, Row after) {
        return new Change.Update(Setup.SHAPE, before, after);
    }

    private static Change delete(Row row) {
        return new Change.Delete(Setup.SHAPE, row);
    }
}
