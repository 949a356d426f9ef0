package dev.duet.capture.mysql;

import dev.duet.schemas.GtidSet;

import io.debezium.document.Document;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;

import org.jspecify.annotations.Nullable;

/// Whether a statement of the schema history is known already where reading begins.
///
/// Debezium stores a statement with the GTIDs that were complete *before* it, and takes one stored
/// with just those from which reading begins for done. We begin between two transactions: the
/// statement is then the first thing to be read, and the table must be as it was before. A column
/// renamed could otherwise not be renamed again, and the reader would stop at it for ever.
final class HistoryOrder extends HistoryRecordComparator {
    private final HistoryRecordComparator debezium;

    HistoryOrder(HistoryRecordComparator debezium) {
        this.debezium = debezium;
    }

    @Override
    public boolean isAtOrBefore(HistoryRecord stored, HistoryRecord begin) {
        return debezium.isAtOrBefore(stored, begin) && !isNext(position(stored), position(begin));
    }

    /// What the tables were at the first start is no statement of the log.
    private static boolean isNext(Document stored, Document begin) {
        if (stored.has("snapshot")) {
            return false;
        }
        GtidSet before = gtids(stored);
        GtidSet done = gtids(begin);
        return before != null && done != null && before.equals(done);
    }

    private static Document position(HistoryRecord record) {
        return record.document().getDocument(HistoryRecord.Fields.POSITION);
    }

    private static @Nullable GtidSet gtids(Document position) {
        String text = position.getString("gtids");
        return text == null ? null : GtidSet.parse(text);
    }
}
