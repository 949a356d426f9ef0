package dev.duet.mapping.types;

import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.IntervalText;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TimeText;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;

/// The rules for PostgreSQL's types that MySQL has not, and that go over as text or another plain
/// form.
record TextForms(Bridges bridge) {
    private static final int UUID_TEXT_LENGTH = 36;
    private static final int UUID_BYTES = 16;

    /// `-178956970Y-11M-2147483648DT-2562047788H-59M-59.999999S` with its `P`, and some room.
    private static final int INTERVAL_LENGTH_MAX = 64;

    /// Six groups, an embedded IPv4 address, and the prefix.
    private static final int NETWORK_LENGTH_MAX = 50;

    private static final int MACADDR_LENGTH = 17;
    private static final int MACADDR8_LENGTH = 23;

    TypePair enums() {
        return switch (right().kind()) {
            case ENUM -> bridge.same();
            case TEXT ->
                    bridge.conversion(
                            "the label as text",
                            Cover.SOME,
                            "other texts are refused",
                            bridge.there().into(right().domain()),
                            bridge.back().into(bridge.left().domain()));
            default -> bridge.refused();
        };
    }

    TypePair intervals() {
        return switch (right().kind()) {
            case TEXT ->
                    bridge.respelling(
                            "ISO 8601: P1Y2M3DT4H5M6.7S",
                            room(INTERVAL_LENGTH_MAX),
                            "other texts are refused",
                            bridge.there().into(right().domain()),
                            read("an ISO 8601 interval", TextForms::interval));
            case TIME ->
                    bridge.conversion(
                            "hours, minutes and seconds",
                            Cover.SOME,
                            "intervals with days or months are refused",
                            bridge.there()
                                    .parsing("a span of hours alone", TextForms::span)
                                    .then(bridge.there().into(right().domain())),
                            read("a span", TextForms::intervalOfSpan));
            default -> bridge.refused();
        };
    }

    private static Object interval(Object text) {
        return IntervalText.normal((String) text);
    }

    private static Object intervalOfSpan(Object span) {
        return IntervalText.ofMicros(TimeText.micros((Duration) span)).toString();
    }

    private static @Nullable Object span(Object value) {
        IntervalText interval = IntervalText.parse((String) value);
        boolean hours = interval.months() == 0 && interval.days() == 0;
        return hours ? TimeText.ofMicros(interval.micros()) : null;
    }

    TypePair uuids() {
        boolean longEnough = room(UUID_TEXT_LENGTH) != Cover.SOME;
        if (right().kind() == Kind.TEXT && longEnough) {
            return bridge.respelling(
                    "lower case with hyphens",
                    Cover.ALL_BUT_ODD,
                    "other texts are refused",
                    bridge.there().into(right().domain()),
                    read("a UUID", TextForms::uuidOfText));
        }
        Bytes zeros = Bytes.of(new byte[UUID_BYTES]);
        if (right().kind() == Kind.BYTES && right().domain().misfit(zeros) == null) {
            return bridge.conversion(
                    "16 bytes in the order of the text",
                    Cover.ALL_BUT_ODD,
                    "other lengths are refused",
                    TextForms::bytesOfUuid,
                    read("16 bytes", TextForms::uuidOfBytes));
        }
        return bridge.refused();
    }

    private static @Nullable Object uuidOfText(Object value) {
        String text = (String) value;
        return text.length() == UUID_TEXT_LENGTH ? UUID.fromString(text).toString() : null;
    }

    private static Object bytesOfUuid(Object value) {
        UUID uuid = UUID.fromString((String) value);
        ByteBuffer bytes = ByteBuffer.allocate(UUID_BYTES);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return Bytes.of(bytes.array());
    }

    private static @Nullable Object uuidOfBytes(Object value) {
        byte[] bytes = ((Bytes) value).content();
        if (bytes.length != UUID_BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    TypePair bits() {
        return switch (right().kind()) {
            case BITS -> bridge.same();
            case TEXT ->
                    bridge.conversion(
                            "0 and 1 as text",
                            room(((BitStrings) bridge.left().domain()).length()),
                            "other texts are refused",
                            bridge.there().into(right().domain()),
                            read("a text of 0 and 1", TextForms::bitsOfText));
            default -> bridge.refused();
        };
    }

    private static @Nullable Object bitsOfText(Object value) {
        String text = (String) value;
        return text.chars().allMatch(c -> c == '0' || c == '1') ? text : null;
    }

    TypePair opaque() {
        if (right().kind() != Kind.TEXT) {
            return bridge.refused();
        }
        String type = bridge.left().text().name();
        long lengthMax =
                switch (type) {
                    case "inet", "cidr" -> NETWORK_LENGTH_MAX;
                    case "macaddr" -> MACADDR_LENGTH;
                    case "macaddr8" -> MACADDR8_LENGTH;
                    default -> Texts.UNLIMITED;
                };
        return bridge.respelling(
                "PostgreSQL's own text",
                room(lengthMax),
                "other texts are refused",
                bridge.there().into(right().domain()),
                read(
                        "a text PostgreSQL's " + type + " reads",
                        value -> Spellings.normal(type, (String) value)));
    }

    private ValueFunction read(String what, Route.Parsing parsing) {
        return bridge.back()
                .parsing(what, parsing)
                .then(bridge.back().into(bridge.left().domain()));
    }

    /// Whether MySQL's text has room for texts of that length, which hold nothing odd.
    private Cover room(long lengthMax) {
        boolean roomy =
                right().domain() instanceof Texts texts
                        && texts.charsMax() >= lengthMax
                        && texts.bytesMax() >= lengthMax;
        return roomy ? Cover.ALL_BUT_ODD : Cover.SOME;
    }

    private ColumnType right() {
        return bridge.right();
    }
}
