package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.RowWrite.Add;
import dev.duet.apply.conflict.RowWrite.Guard;
import dev.duet.apply.conflict.RowWrite.Set;
import dev.duet.apply.conflict.RowWrite.Update;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;

/// What a write makes of a row must be what the statements make of it: what differs is taken for a
/// trigger's doing.
final class RowWriteTest {
    private static final RecordKey KEY = new RecordKey("account", Key.of(1));
    private static final BitSet ALL = BitSet.valueOf(new byte[] {0b111});
    private static final Row EXPECTED = Row.of(1, "theirs", 10L);

    /// Of an owner's field and a counter.
    private static final Update REPAIR =
            new Update(
                    KEY,
                    EXPECTED,
                    ALL,
                    List.of(new Set(1, "theirs", "ours", Guard.ROW), new Add(2, 5L)));

    @Test
    void rowThatIsAsExpectedGetsAllOfIt() {
        assertThat(REPAIR.over(EXPECTED, ALL)).isEqualTo(Row.of(1, "ours", 15L));
    }

    @Test
    void counterIsNotRaisedInARowThatIsNotAsAnOwnersFieldAsks() {
        Row touched = Row.of(1, "later", 10L);

        assertThat(REPAIR.over(touched, ALL)).isEqualTo(touched);
    }

    @Test
    void fieldUnderItsOwnGuardIsWrittenBesideOneThatIsLeft() {
        Update update =
                new Update(
                        KEY,
                        EXPECTED,
                        ALL,
                        List.of(new Set(1, "theirs", "ours", Guard.FIELD), new Add(2, 5L)));

        assertThat(update.over(Row.of(1, "later", 10L), ALL)).isEqualTo(Row.of(1, "later", 15L));
    }
}
