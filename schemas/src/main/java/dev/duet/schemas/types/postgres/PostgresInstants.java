package dev.duet.schemas.types.postgres;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Map;

/// PostgreSQL's text of a point in time, which is in the time zone of the session that asked, in
/// UTC: `2024-03-01 02:19:56.7+13:45` as `2024-02-29 12:34:56.7+00`.
final class PostgresInstants {
    private static final String NO_OFFSET = "Z";
    private static final String OUR_ERA = " AD";

    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NOT_NEGATIVE)
                    .appendPattern("-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
                    .appendOffset("+HH:mm:ss", NO_OFFSET)
                    .optionalStart()
                    .appendText(ChronoField.ERA, Map.of(0L, " BC", 1L, OUR_ERA))
                    .optionalEnd()
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter();

    private PostgresInstants() {}

    static String utc(String text) {
        if (text.endsWith("infinity")) {
            return text;
        }
        OffsetDateTime time = OffsetDateTime.parse(text, FORMAT);
        String utc = FORMAT.format(time.withOffsetSameInstant(ZoneOffset.UTC));
        return utc.replace(NO_OFFSET, "+00").replace(OUR_ERA, "");
    }
}
