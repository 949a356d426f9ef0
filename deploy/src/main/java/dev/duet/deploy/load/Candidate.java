package dev.duet.deploy.load;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

/// A record of the source that may be to be inserted.
///
/// @param shape of the source
/// @param source the record's row there
/// @param row the record as the target would have it
record Candidate(RecordKey record, Shape shape, Row source, Row row) {
    Refusal refused(String code, String reason) {
        return new Refusal(Images.keyText(shape, source), code, reason);
    }
}
