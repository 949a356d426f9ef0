package dev.duet.deploy.load;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Row;

/// A record of the source that may be to be inserted.
///
/// @param key as people know it in the source
/// @param row the record as the target would have it
record Candidate(RecordKey record, String key, Row row) {
    Refusal refused(String code, String reason) {
        return new Refusal(key, code, reason);
    }
}
