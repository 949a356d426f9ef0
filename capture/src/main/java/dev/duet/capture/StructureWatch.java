package dev.duet.capture;

import dev.duet.schemas.Shape;

/// Is told when the log shows a mapped table for the first time, or otherwise than before, at the
/// first row that is so. On the reader's thread.
@FunctionalInterface
public interface StructureWatch {
    /// Reads on whatever the log shows: what is missing is a value that cannot be read.
    StructureWatch NONE = (shape, sight) -> true;

    /// @return whether to read on; what is missing is a value that cannot be read then
    boolean mayReadOn(Shape shape, Sight sight);

    /// What the log shows.
    sealed interface Sight {
        /// A mapped column is in the log no more, or not yet.
        record Missing(String column) implements Sight {}

        /// The table has all that is mapped, and may be other than the catalog had it.
        record Fresh() implements Sight {}
    }

    /// The rest of the log is not read under the shapes that are known. What was read before the
    /// first row that is otherwise has been handed on.
    final class StructureChanged extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StructureChanged(Shape shape) {
            super("the structure of " + shape.table() + " has changed");
        }
    }
}
