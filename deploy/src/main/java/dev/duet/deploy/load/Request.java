package dev.duet.deploy.load;

import java.util.List;

/// What is to be loaded, and how. Immutable.
///
/// @param from the systems whose records are to come to the other, in their order
/// @param entities in the order of the file
/// @param chunk how many rows at most one transaction looks at
/// @param restart whether what an earlier load has done is forgotten
/// @param compares whether both sides are compared in the end
record Request(
        List<String> from, List<String> entities, int chunk, boolean restart, boolean compares) {
    Request {
        from = List.copyOf(from);
        entities = List.copyOf(entities);
    }

    /// The same of some of the entities.
    Request of(List<String> some) {
        return new Request(from, some, chunk, restart, compares);
    }
}
