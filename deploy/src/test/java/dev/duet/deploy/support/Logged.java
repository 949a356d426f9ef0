package dev.duet.deploy.support;

import dev.duet.schemas.Position;

import java.util.Optional;

/// One transaction as a database's log has it, by other eyes than Duet's.
///
/// @param id the database's own name of it
/// @param rows how many changes of mapped tables it holds
/// @param marker what it wrote into the checkpoint row, if it did
public record Logged(String id, int rows, Optional<Marker> marker) {
    /// The marker's words that the checks need.
    public record Marker(Position position, long counter) {}

    boolean isOurs() {
        return marker.isPresent();
    }

    /// Gathers what a reader finds out about one transaction.
    static final class Draft {
        private final String id;
        private int rows;
        private Optional<Marker> marker = Optional.empty();

        Draft(String id) {
            this.id = id;
        }

        void row() {
            rows++;
        }

        void marker(String position, String counter) {
            marker = Optional.of(new Marker(Position.parse(position), Long.parseLong(counter)));
        }

        Logged finished() {
            return new Logged(id, rows, marker);
        }
    }
}
