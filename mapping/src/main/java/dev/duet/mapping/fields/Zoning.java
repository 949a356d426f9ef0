package dev.duet.mapping.fields;

import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.Conversion.Zones;
import dev.duet.schemas.types.Kind;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// `timezone`: the canonical value is a point in time.
///
/// Where a clock is put forward, times that it skipped are taken as if it had not been: 2:30 is
/// 3:30. Where it is put back, a time that came twice is the first of the two; a point in time on
/// the other side that is the second is read as the first, so that both sides agree. The row in
/// which it stands keeps it.
final class Zoning {
    private final String field;
    private final List<WallClock> clocks = new ArrayList<>();
    private boolean exact = true;

    private Zoning(String field) {
        this.field = field;
    }

    static Ends of(String field, Zones said, Place first, Place second) {
        return new Zoning(field).ends(said, first, second);
    }

    private Ends ends(Zones said, Place first, Place second) {
        requireMoments(first);
        requireMoments(second);
        boolean here = first.kind() == Kind.TIMESTAMP;
        boolean there = second.kind() == Kind.TIMESTAMP;
        if (!here && !there) {
            throw new Misfit(
                    "both columns are points in time: %s, %s"
                            .formatted(first.words(), second.words()),
                    "remove timezone");
        }
        if (here && there && said.any().isPresent()) {
            throw new Misfit(
                    "both columns are without a zone: %s, %s"
                            .formatted(first.words(), second.words()),
                    "write timezone: { %s: <zone>, %s: <zone> }"
                            .formatted(first.system(), second.system()));
        }
        var ofFirst = new WallClock(zone(said, first));
        var ofSecond = new WallClock(zone(said, second));
        clocks.add(ofFirst);
        clocks.add(ofSecond);
        exact = clocks.stream().allMatch(WallClock::isExact);
        Column column = (here ? second : first).column();
        return new Ends(
                new Column(column.name(), column.type(), Kind.INSTANT, column.nullable()),
                end(first, ofFirst),
                end(second, ofSecond));
    }

    private static void requireMoments(Place place) {
        if (place.kind() != Kind.TIMESTAMP && place.kind() != Kind.INSTANT) {
            throw new Misfit(
                    "'timezone' is for dates with times, not for " + place.words(),
                    "remove timezone, or map a column with a date and time");
        }
    }

    /// A point in time has none.
    private static ZoneId zone(Zones said, Place place) {
        ZoneId own = said.of().get(place.system());
        if (place.kind() == Kind.INSTANT) {
            if (own != null) {
                throw new Misfit(
                        place.words() + " is a point in time: it has no zone of its own",
                        "name the zone of the other system alone");
            }
            return ZoneOffset.UTC;
        }
        return own == null ? said.any().orElse(ZoneOffset.UTC) : own;
    }

    private Ends.End end(Place place, WallClock clock) {
        ValueFunction fits = place.fits(field);
        boolean naive = place.kind() == Kind.TIMESTAMP;
        ValueFunction read =
                value ->
                        switch (value) {
                            case LocalDateTime time -> known(clock.instant(time));
                            case Instant instant -> known(instant);
                            default -> value; // an infinity, a zero date
                        };
        ValueFunction write =
                value ->
                        fits.apply(
                                naive && value instanceof Instant instant
                                        ? clock.time(instant)
                                        : value);
        return new Ends.End(exact ? place : place.inexact(), read, write);
    }

    /// The point in time that comes back from both sides as itself.
    private Instant known(Instant instant) {
        if (exact) {
            return instant;
        }
        Instant known = instant;
        Instant last;
        do {
            last = known;
            for (WallClock clock : clocks) {
                known = clock.known(known);
            }
        } while (!known.equals(last));
        return known;
    }
}
