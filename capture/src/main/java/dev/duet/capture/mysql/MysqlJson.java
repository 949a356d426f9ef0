package dev.duet.capture.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonBinary;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonFormatter;

import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.TimeText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads MySQL's binary JSON into our normal form, numbers exactly: Debezium's own text turns 1e30
/// into 1000000000000000019884624838656. Values of SQL types inside JSON are spelled as MySQL's
/// SELECT does. One value each.
final class MysqlJson implements JsonFormatter {
    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private final Deque<Object> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private @Nullable Object root;

    private MysqlJson() {}

    static String normal(byte[] binary) {
        if (binary.length == 0) {
            return "null";
        }
        MysqlJson reader = new MysqlJson();
        try {
            JsonBinary.parse(binary, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return JsonText.write(reader.root);
    }

    @SuppressWarnings("unchecked")
    private void add(@Nullable Object value) {
        switch (open.peek()) {
            case null -> root = value;
            case List<?> list -> ((List<@Nullable Object>) list).add(value);
            case Map<?, ?> map -> ((Map<String, @Nullable Object>) map).put(names.pop(), value);
            case Object other -> throw new IllegalStateException("inside " + other.getClass());
        }
    }

    @Override
    public void beginObject(int elements) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        add(object);
        open.push(object);
    }

    @Override
    public void beginArray(int elements) {
        List<@Nullable Object> array = new ArrayList<>(elements);
        add(array);
        open.push(array);
    }

    @Override
    public void endObject() {
        open.pop();
    }

    @Override
    public void endArray() {
        open.pop();
    }

    @Override
    public void name(String name) {
        names.push(name);
    }

    @Override
    public void value(String value) {
        add(value);
    }

    @Override
    public void value(int value) {
        add(BigDecimal.valueOf(value));
    }

    @Override
    public void value(long value) {
        add(BigDecimal.valueOf(value));
    }

    /// The shortest digits that give this double again. Java's are two at the least, which for the
    /// smallest of all are not MySQL's.
    @Override
    public void value(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value));
        BigDecimal one = digits.precision() == 2 ? digits.round(ONE_DIGIT) : digits;
        add(one.doubleValue() == value ? one : digits);
    }

    @Override
    public void value(BigInteger value) {
        add(new BigDecimal(value));
    }

    @Override
    public void value(BigDecimal value) {
        add(value);
    }

    @Override
    public void value(boolean value) {
        add(value);
    }

    @Override
    public void valueNull() {
        add(null);
    }

    @Override
    public void valueYear(int year) {
        add(BigDecimal.valueOf(year));
    }

    @Override
    public void valueDate(int year, int month, int day) {
        add(date(year, month, day));
    }

    @Override
    public void valueDatetime(
            int year, int month, int day, int hour, int min, int sec, int microSeconds) {
        add(date(year, month, day) + " " + time(hour, min, sec, microSeconds));
    }

    @Override
    public void valueTime(int hour, int min, int sec, int microSeconds) {
        add(time(hour, min, sec, microSeconds));
    }

    @Override
    public void valueTimestamp(long secondsPastEpoch, int microSeconds) {
        long days = Math.floorDiv(secondsPastEpoch, 86_400L);
        Duration ofDay = Duration.ofSeconds(Math.floorMod(secondsPastEpoch, 86_400L));
        LocalDate day = LocalDate.ofEpochDay(days);
        add(
                day
                        + " "
                        + time(
                                (int) ofDay.toHours(),
                                ofDay.toMinutesPart(),
                                ofDay.toSecondsPart(),
                                microSeconds));
    }

    @Override
    public void valueOpaque(ColumnType type, byte[] value) {
        add("base64:type" + type.getCode() + ":" + Base64.getEncoder().encodeToString(value));
    }

    @Override
    public void nextEntry() {}

    private static String date(int year, int month, int day) {
        return String.format("%04d-%02d-%02d", year, month, day);
    }

    /// As MySQL shows it: always with six digits of fraction.
    private static String time(int hour, int min, int sec, int micros) {
        Duration whole = Duration.ofSeconds(hour * 3_600L + min * 60L + sec);
        return TimeText.format(whole) + String.format(".%06d", Math.abs(micros));
    }
}
