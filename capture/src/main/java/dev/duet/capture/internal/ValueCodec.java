package dev.duet.capture.internal;

import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Writes and reads canonical values as bytes, exactly; for the temporary files of large
/// transactions only.
final class ValueCodec {
    private static final Special[] SPECIALS = Special.values();

    private ValueCodec() {}

    static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case null -> out.writeByte('0');
            case Boolean flag -> out.writeByte(flag ? 'T' : 'F');
            case Long number -> {
                out.writeByte('L');
                out.writeLong(number);
            }
            case BigDecimal number -> {
                out.writeByte('N');
                out.writeInt(number.scale());
                writeBytes(number.unscaledValue().toByteArray(), out);
            }
            case Float number -> {
                out.writeByte('f');
                out.writeFloat(number);
            }
            case Double number -> {
                out.writeByte('d');
                out.writeDouble(number);
            }
            case String text -> {
                out.writeByte('S');
                writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
            }
            case Bytes bytes -> {
                out.writeByte('B');
                writeBytes(bytes.content(), out);
            }
            case LocalDate date -> {
                out.writeByte('D');
                out.writeLong(date.toEpochDay());
            }
            case LocalDateTime time -> {
                out.writeByte('W');
                out.writeLong(time.toEpochSecond(ZoneOffset.UTC));
                out.writeInt(time.getNano());
            }
            case Instant instant -> {
                out.writeByte('I');
                out.writeLong(instant.getEpochSecond());
                out.writeInt(instant.getNano());
            }
            case Duration duration -> {
                out.writeByte('P');
                out.writeLong(duration.getSeconds());
                out.writeInt(duration.getNano());
            }
            case Special special -> {
                out.writeByte('X');
                out.writeByte(special.ordinal());
            }
            case Unchanged unchanged -> out.writeByte('U');
            case Unreadable unreadable -> {
                out.writeByte('R');
                writeBytes(unreadable.reason().getBytes(StandardCharsets.UTF_8), out);
            }
            default -> throw new IllegalStateException("no canonical value: " + value.getClass());
        }
    }

    static @Nullable Object read(DataInputStream in) throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case '0' -> null;
            case 'T' -> Boolean.TRUE;
            case 'F' -> Boolean.FALSE;
            case 'L' -> in.readLong();
            case 'N' -> {
                int scale = in.readInt();
                yield new BigDecimal(new BigInteger(readBytes(in)), scale);
            }
            case 'f' -> in.readFloat();
            case 'd' -> in.readDouble();
            case 'S' -> new String(readBytes(in), StandardCharsets.UTF_8);
            case 'B' -> Bytes.of(readBytes(in));
            case 'D' -> LocalDate.ofEpochDay(in.readLong());
            case 'W' -> LocalDateTime.ofEpochSecond(in.readLong(), in.readInt(), ZoneOffset.UTC);
            case 'I' -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            case 'P' -> Duration.ofSeconds(in.readLong(), in.readInt());
            case 'X' -> SPECIALS[in.readByte()];
            case 'U' -> Unchanged.VALUE;
            case 'R' -> new Unreadable(new String(readBytes(in), StandardCharsets.UTF_8));
            default -> throw new IOException("unknown tag " + tag);
        };
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
