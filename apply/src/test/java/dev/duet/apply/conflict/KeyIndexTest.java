package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A record's net change is the same whether the transaction is netted as a whole or looked up.
class KeyIndexTest {
    private final List<Change> changes = new ArrayList<>();
    private final Map<Long, Row> rows = new HashMap<>();

    @Test
    void agreesWithNetting() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            changes.clear();
            rows.clear();
            int most = 1 + random.nextInt(40);
            for (int i = 0; i < 60; i++) {
                random(random, most);
            }

            assertAgrees();
        }
    }

    @Test
    void aRecordThatIsNotThereIsNotFound() {
        changes.add(new Change.Insert(Setup.SHAPE, row(1, 0)));

        KeyIndex index = KeyIndex.of(Changes.of(changes));

        assertThat(index.net(key(2))).isNull();
    }

    @Test
    void aRecordTouchedVeryOftenIsOneChain() {
        for (int i = 0; i < 100_000; i++) {
            changes.add(new Change.Update(Setup.SHAPE, row(1, i), row(1, i + 1)));
        }

        KeyIndex index = KeyIndex.of(Changes.of(changes));

        assertThat(index.net(key(1))).isEqualTo(Netting.net(changes).getFirst());
    }

    /// Not one that comes from nowhere: what is there is changed or goes, what is not comes.
    private void random(SplittableRandom random, int most) {
        long id = random.nextInt(most);
        Row row = rows.get(id);
        int dice = random.nextInt(4);
        if (row == null) {
            rows.put(id, row(id, random.nextInt(2)));
            changes.add(new Change.Insert(Setup.SHAPE, rows.get(id)));
        } else if (dice == 0) {
            rows.remove(id);
            changes.add(new Change.Delete(Setup.SHAPE, row));
        } else if (dice == 1 && !rows.containsKey(id + 1)) {
            rows.remove(id);
            rows.put(id + 1, Row.of(id + 1, row.get(1), 0L, 0L));
            changes.add(new Change.KeyChange(Setup.SHAPE, row, rows.get(id + 1)));
        } else {
            rows.put(id, row(id, random.nextInt(2)));
            changes.add(new Change.Update(Setup.SHAPE, row, rows.get(id)));
        }
    }

    private void assertAgrees() {
        KeyIndex index = KeyIndex.of(Changes.of(changes));
        List<NetChange> expected = Netting.net(changes);
        List<NetChange> found = new ArrayList<>();

        index.forEach(found::add);

        assertThat(found).isEqualTo(expected);
        for (NetChange change : expected) {
            assertThat(index.net(change.key())).isEqualTo(change);
        }
    }

    private static Row row(long id, long x) {
        return Row.of(id, x, 0L, 0L);
    }

    private static RecordKey key(long id) {
        return new RecordKey(Setup.SHAPE.entity(), Key.of(id));
    }
}
