package dev.duet.apply.mysql;

import dev.duet.schemas.Row;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Neighbouring rows of a list that go into one statement. Immutable.
///
/// @param from the first one's index in the list
/// @param after for a delete, the before-images again
record MysqlChunk(int from, List<Row> before, List<Row> after) {
    /// More rows in a statement were no faster when measured.
    private static final int ROWS_MAX = 1_000;

    /// Far below the least `max_allowed_packet` that anyone sets, and what the server keeps in
    /// memory for one statement's table.
    private static final long BYTES_MAX = 1 << 20;

    /// What a statement may have of question marks, were it prepared by the server.
    private static final int VALUES_MAX = 65_535;

    /// @param width how many values a row takes in the statement
    static List<MysqlChunk> of(List<Row> before, List<Row> after, int width) {
        int most = Math.clamp(VALUES_MAX / width, 1, ROWS_MAX);
        List<MysqlChunk> chunks = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < before.size(); i++) {
            long weight = before.get(i).weight() + after.get(i).weight();
            if (i > from && (i - from == most || bytes + weight > BYTES_MAX)) {
                chunks.add(between(from, i, before, after));
                from = i;
                bytes = 0;
            }
            bytes += weight;
        }
        chunks.add(between(from, before.size(), before, after));
        return chunks;
    }

    private static MysqlChunk between(int from, int to, List<Row> before, List<Row> after) {
        return new MysqlChunk(from, before.subList(from, to), after.subList(from, to));
    }

    int size() {
        return before.size();
    }

    /// Adds rows of this chunk to rows of the whole list.
    void add(BitSet own, BitSet all) {
        own.stream().forEach(i -> all.set(from + i));
    }
}
