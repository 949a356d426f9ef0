package dev.duet.schemas;

/// What one transaction did to one record, or to a whole table.
public sealed interface Change {
    Shape shape();

    record Insert(Shape shape, Row after) implements Change {}

    /// The key is the same in both images.
    record Update(Shape shape, Row before, Row after) implements Change {}

    /// @param left whether the row is there still and is no record any more: it has ceased to fit
    ///   `rows`
    record Delete(Shape shape, Row before, boolean left) implements Change {
        public Delete(Shape shape, Row before) {
            this(shape, before, false);
        }
    }

    /// An update that gave the record another key: one change, so that what the target alone knows
    /// of it survives.
    record KeyChange(Shape shape, Row before, Row after) implements Change {}

    record Truncate(Shape shape) implements Change {}
}
