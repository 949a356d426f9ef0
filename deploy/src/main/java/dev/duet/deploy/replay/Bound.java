package dev.duet.deploy.replay;

import dev.duet.capture.mysql.BinaryLogs;
import dev.duet.deploy.config.DurationText;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.config.DatabaseKind;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a log, as a person says it. Immutable.
public sealed interface Bound {
    Pattern LSN = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");
    Pattern GTIDS = Pattern.compile("(?s)\\s*[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-.*:.*");
    Pattern FILE = Pattern.compile("([^:/]+\\.\\d+):(\\d+)");

    /// Whether a transaction stands behind it.
    boolean isBefore(Origin transaction);

    /// The kind of database in whose logs it is a place; nothing where it is one in any.
    Optional<DatabaseKind> kind();

    /// As a person would say it.
    String text();

    record AtLsn(Lsn lsn) implements Bound {
        @Override
        public boolean isBefore(Origin transaction) {
            return transaction.position().isAfter(lsn);
        }

        @Override
        public Optional<DatabaseKind> kind() {
            return Optional.of(DatabaseKind.POSTGRES);
        }

        @Override
        public String text() {
            return lsn.text();
        }
    }

    record AtGtids(GtidSet gtids) implements Bound {
        @Override
        public boolean isBefore(Origin transaction) {
            return !gtids.contains(GtidSet.EMPTY.with(transaction.transaction()));
        }

        @Override
        public Optional<DatabaseKind> kind() {
            return Optional.of(DatabaseKind.MYSQL);
        }

        @Override
        public String text() {
            return gtids.toString();
        }
    }

    record InFile(String file, long offset) implements Bound {
        /// A log position names where its transaction begins.
        @Override
        public boolean isBefore(Origin transaction) {
            BinlogPosition at = (BinlogPosition) transaction.position();
            int order = Long.compare(BinaryLogs.number(at.file()), BinaryLogs.number(file));
            return order != 0 ? order > 0 : at.offset() >= offset;
        }

        @Override
        public Optional<DatabaseKind> kind() {
            return Optional.of(DatabaseKind.MYSQL);
        }

        @Override
        public String text() {
            return file + ":" + offset;
        }
    }

    record AtTime(Instant time) implements Bound {
        @Override
        public boolean isBefore(Origin transaction) {
            return !transaction.committedAt().isBefore(time);
        }

        @Override
        public Optional<DatabaseKind> kind() {
            return Optional.empty();
        }

        @Override
        public String text() {
            return time.toString();
        }
    }

    /// Reads an LSN, a GTID set, `file:pos`, a time or how long ago.
    ///
    /// @return nothing when it is none of these
    static Optional<Bound> parse(String text, InstantSource clock) {
        try {
            Matcher file = FILE.matcher(text);
            if (LSN.matcher(text).matches()) {
                return Optional.of(new AtLsn(Lsn.parse(text)));
            }
            if (file.matches()) {
                return Optional.of(new InFile(file.group(1), Long.parseLong(file.group(2))));
            }
            if (GTIDS.matcher(text).matches()) {
                return Optional.of(new AtGtids(GtidSet.parse(text)));
            }
            Optional<Duration> ago = DurationText.parse(text);
            return Optional.of(
                    new AtTime(
                            ago.map(it -> clock.instant().minus(it))
                                    .orElseGet(() -> OffsetDateTime.parse(text).toInstant())));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
