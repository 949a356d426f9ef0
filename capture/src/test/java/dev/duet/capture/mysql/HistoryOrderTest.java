package dev.duet.capture.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.document.Document;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryOrderTest {
    private static final String SERVER = "3e8e9d13-ec27-11f1-8305-02fc00000001:";

    /// What Debezium would say.
    private final boolean[] known = {true};

    private final HistoryOrder order =
            new HistoryOrder(
                    new HistoryRecordComparator() {
                        @Override
                        public boolean isAtOrBefore(HistoryRecord stored, HistoryRecord begin) {
                            return known[0];
                        }
                    });

    private static HistoryRecord at(String gtids, boolean isSnapshot) {
        Document position = Document.create("gtids", SERVER + gtids);
        if (isSnapshot) {
            position.setString("snapshot", "INITIAL");
        }
        return new HistoryRecord(Document.create(HistoryRecord.Fields.POSITION, position));
    }

    @ParameterizedTest
    @CsvSource({
        // A statement that is the first thing to be read is not known yet.
        "1-132, 1-132, false, false",
        "1-3:4-132, 1-132, false, false",
        "1-131, 1-132, false, true",
        // The tables at the first start are those of just that position.
        "1-132, 1-132, true, true",
    })
    void aStatementIsKnownThatComesBefore(
            String stored, String begin, boolean isSnapshot, boolean expected) {
        assertThat(order.isAtOrBefore(at(stored, isSnapshot), at(begin, false)))
                .isEqualTo(expected);
    }

    @Test
    void whatDebeziumTakesForLaterIsLater() {
        known[0] = false;

        assertThat(order.isAtOrBefore(at("1-131", false), at("1-132", false))).isFalse();
    }
}
