package dev.duet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PositionTest {
    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void lsnKeepsPostgresForm() {
        Lsn lsn = Lsn.parse("16/B374D848");

        assertThat(lsn.text()).isEqualTo("16/B374D848");
        assertThat(Position.parse(lsn.stored())).isEqualTo(lsn);
    }

    @Test
    void lsnsBeyondTheSignBitAreLater() {
        assertThat(Lsn.parse("FFFFFFFF/0").isAfter(Lsn.parse("7FFFFFFF/0"))).isTrue();
    }

    @Test
    void binlogPositionSurvivesStoring() {
        BinlogPosition position =
                new BinlogPosition(GtidSet.parse(UUID + ":1-7"), "binlog.000042", 1234);

        assertThat(Position.parse(position.stored())).isEqualTo(position);
        assertThat(position.text()).isEqualTo(UUID + ":1-7");
    }

    @Test
    void positionsOfOneBinlogAreOrderedByHowMuchTheyHold() {
        BinlogPosition earlier =
                new BinlogPosition(GtidSet.parse(UUID + ":1-7"), "binlog.000042", 9);
        BinlogPosition later = new BinlogPosition(GtidSet.parse(UUID + ":1-8"), "binlog.000043", 4);

        assertThat(later.isAfter(earlier)).isTrue();
        assertThat(earlier.isAtOrBefore(later)).isTrue();
        assertThat(earlier.isAtOrBefore(earlier)).isTrue();
    }

    @Test
    void refusesWhatIsNoPosition() {
        assertThatThrownBy(() -> Position.parse("16B374D848"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Position.parse("gtid:" + UUID + ":1-7"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
