package dev.duet.deploy.support;

import dev.duet.schemas.Position;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One transaction as a database's log has it, by other eyes than Duet's.
///
/// @param id the database's own name of it
/// @param rows how many changes of mapped tables it holds
/// @param marker what it wrote into the checkpoint row, if it did
/// @param images the changes of watched tables
/// @param end its position as a number that orders
/// @param micros when it was committed, since the epoch
public record Logged(
        String id,
        int rows,
        Optional<Marker> marker,
        List<LoggedRow> images,
        long end,
        long micros) {
    public Logged {
        images = List.copyOf(images);
    }

    /// The marker's words that the checks need.
    public record Marker(Position position, long counter, long clock) {}

    public boolean isOurs() {
        return marker.isPresent();
    }

    /// Gathers what a reader finds out about one transaction.
    static final class Draft {
        static final DateTimeFormatter POSTGRES_TIME =
                new DateTimeFormatterBuilder()
                        .appendPattern("yyyy-MM-dd HH:mm:ss")
                        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
                        .appendOffset("+HH:mm", "+00")
                        .toFormatter(Locale.ROOT);

        private final String id;
        private final List<LoggedRow> images = new ArrayList<>();
        private long end;
        private long micros;
        private int rows;
        private Optional<Marker> marker = Optional.empty();

        Draft(String id) {
            this.id = id;
        }

        void row() {
            rows++;
        }

        void row(LoggedRow image) {
            rows++;
            images.add(image);
        }

        void end(long position) {
            end = position;
        }

        void time(String epochMicros) {
            micros = Long.parseLong(epochMicros);
        }

        void time(String text, DateTimeFormatter format) {
            micros = ChronoUnit.MICROS.between(Instant.EPOCH, format.parse(text, Instant::from));
        }

        void marker(String position, String counter, String clock) {
            marker =
                    Optional.of(
                            new Marker(
                                    Position.parse(position),
                                    Long.parseLong(counter),
                                    Long.parseLong(clock)));
        }

        Logged finished() {
            return new Logged(id, rows, marker, images, end, micros);
        }
    }
}
