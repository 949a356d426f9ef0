package dev.duet.capture.mysql;

import dev.duet.schemas.bookkeeping.Bookkeeping;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;

import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Properties;

/// Takes from Debezium, before its own conversion, the columns where that loses something: zero
/// dates, the year 0000, `boolean` beyond 0 and 1, JSON numbers, floats, and moments, which it
/// would spell as text.
///
/// Debezium makes one by reflection from the engine properties of
/// [MysqlColumnReaders#engineProperties]; its reading thread alone uses it. Texts, enums, sets,
/// bits, bytes, integers and decimals stay Debezium's.
public final class MysqlColumnConverter
        implements CustomConverter<SchemaBuilder, RelationalColumn> {
    /// Duet's own tables are read as Debezium gives them.
    private static final String OWN_TABLES = Bookkeeping.SCHEMA + ".";

    @Override
    public void configure(Properties properties) {}

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (column.dataCollection().startsWith(OWN_TABLES)) {
            return;
        }
        String name = column.typeName().toUpperCase(Locale.ROOT);
        int end = name.indexOf('(');
        int blank = name.indexOf(' ');
        if (end < 0 || blank >= 0 && blank < end) {
            end = blank;
        }
        switch (end < 0 ? name : name.substring(0, end)) {
            case "BOOLEAN", "BOOL" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int32(),
                            null,
                            raw -> (Integer) raw);
            // `real` in DDL is a double, which Debezium would cut to a float; `float(53)` is one
            // too.
            case "FLOAT", "FLOAT4", "FLOAT8", "REAL", "DOUBLE" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.float64(),
                            null,
                            raw -> ((Number) raw).doubleValue());
            case "DATE" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int32(),
                            MysqlEncoding.ZERO_DAYS,
                            MysqlColumnConverter::days);
            case "TIME" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int64(),
                            null,
                            MysqlColumnConverter::span);
            case "DATETIME" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int64(),
                            MysqlEncoding.ZERO_MICROS,
                            raw ->
                                    MysqlEncoding.micros(
                                            ((LocalDateTime) raw).toEpochSecond(ZoneOffset.UTC),
                                            ((LocalDateTime) raw).getNano()));
            case "TIMESTAMP" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int64(),
                            MysqlEncoding.ZERO_MICROS,
                            raw ->
                                    MysqlEncoding.micros(
                                            ((ZonedDateTime) raw).toEpochSecond(),
                                            ((ZonedDateTime) raw).getNano()));
            case "YEAR" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int32(),
                            null,
                            MysqlColumnConverter::year);
            case "JSON" ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.string().name(MysqlEncoding.JSON),
                            null,
                            raw -> MysqlJson.normal((byte[]) raw));
            case "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION" ->
                    register(
                            column, registration, SchemaBuilder.bytes(), null, raw -> (byte[]) raw);
            default -> {}
        }
    }

    /// @param zero what null stands for in a column that cannot be null: Debezium's null for a zero
    ///   date
    private static void register(
            RelationalColumn column,
            ConverterRegistration<SchemaBuilder> registration,
            SchemaBuilder schema,
            @Nullable Object zero,
            Converter converter) {
        boolean defaultComes = column.hasDefaultValue() && column.defaultValue() != null;
        Object whenNull = column.isOptional() ? null : zero;
        registration.register(schema.optional(), new Encoder(converter, whenNull, defaultComes));
    }

    private static Object days(Object raw) {
        return Math.toIntExact(((LocalDate) raw).toEpochDay());
    }

    private static Object span(Object raw) {
        return MysqlEncoding.micros((Duration) raw);
    }

    /// The log keeps years as one byte from 1900 on, of which 0 stands for the year 0000.
    private static Object year(Object raw) {
        int year = ((Year) raw).getValue();
        return year == MysqlEncoding.YEAR_OF_BYTE_ZERO ? 0 : year;
    }

    /// One column's converter. The first value after registration is the column's default, if it
    /// has one: it becomes null, that is, none, so that a null stays null however it is asked for.
    /// Used by one thread.
    private static final class Encoder implements Converter {
        private final Converter converter;
        private final @Nullable Object whenNull;
        private boolean defaultComes;

        Encoder(Converter converter, @Nullable Object whenNull, boolean defaultComes) {
            this.converter = converter;
            this.whenNull = whenNull;
            this.defaultComes = defaultComes;
        }

        @Override
        public @Nullable Object convert(@Nullable Object raw) {
            if (defaultComes) {
                defaultComes = false;
                return null;
            }
            return raw == null ? whenNull : converter.convert(raw);
        }
    }
}
