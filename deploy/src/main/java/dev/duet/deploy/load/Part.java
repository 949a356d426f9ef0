package dev.duet.deploy.load;

import dev.duet.schemas.Row;

import java.util.List;

/// Some rows of the source, and what they are in the target.
///
/// @param candidates of which those that are held do not go over
/// @param refused by the mapping
record Part(List<Row> rows, List<Candidate> candidates, List<Refusal> refused) {
    /// There are no more.
    static final Part NONE = new Part(List.of(), List.of(), List.of());

    boolean isEmpty() {
        return rows.isEmpty();
    }
}
