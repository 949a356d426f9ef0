package dev.duet.capture.postgres;

import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.types.postgres.PostgresMicros;

import io.debezium.connector.postgresql.PgOid;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;

import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Properties;

/// Takes every column's value from Debezium before its own conversion, which loses some: NaN,
/// infinite and far timestamps, the length of bit strings, arrays of more than one dimension and of
/// many types, marks in place of large values.
///
/// Debezium makes one by reflection from the engine properties of
/// [PostgresColumnReaders#engineProperties]; its reading thread alone uses it. The schemas carry no
/// default values, so a null stays null however it is asked for.
public final class PostgresColumnConverter
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
        switch (column.nativeType()) {
            case PgOid.BOOL ->
                    register(column, registration, SchemaBuilder.bool(), raw -> (Boolean) raw);
            case PgOid.INT2, PgOid.INT4 ->
                    register(column, registration, SchemaBuilder.int32(), raw -> (Integer) raw);
            case PgOid.INT8, PgOid.OID ->
                    register(column, registration, SchemaBuilder.int64(), raw -> (Long) raw);
            case PgOid.FLOAT4 ->
                    register(column, registration, SchemaBuilder.float32(), raw -> (Float) raw);
            case PgOid.FLOAT8 ->
                    register(column, registration, SchemaBuilder.float64(), raw -> (Double) raw);
            case PgOid.NUMERIC, PgOid.MONEY ->
                    register(
                            column,
                            registration,
                            Decimal.builder(0),
                            PostgresColumnConverter::numeric);
            case PgOid.BYTEA ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.bytes(),
                            PostgresColumnConverter::bytea);
            case PgOid.DATE ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int32(),
                            PostgresColumnConverter::days);
            case PgOid.TIMESTAMP ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int64(),
                            PostgresColumnConverter::micros);
            case PgOid.TIMESTAMPTZ ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.int64(),
                            PostgresColumnConverter::zonedMicros);
            default ->
                    register(
                            column,
                            registration,
                            SchemaBuilder.string(),
                            PostgresColumnConverter::text);
        }
    }

    /// A column's default is converted right after its registration, once: it becomes null, that
    /// is, none.
    private static void register(
            RelationalColumn column,
            ConverterRegistration<SchemaBuilder> registration,
            SchemaBuilder schema,
            Converter converter) {
        boolean defaultComes = column.hasDefaultValue() && column.defaultValue() != null;
        registration.register(
                schema.optional(),
                defaultComes ? new AfterDefault(converter) : new NotNull(converter));
    }

    private static Object numeric(Object raw) {
        if (raw instanceof SpecialValueDecimal decimal) {
            Optional<BigDecimal> value = decimal.getDecimalValue();
            if (value.isPresent()) {
                return value.get();
            }
            double special = decimal.toDouble();
            if (Double.isNaN(special)) {
                return PostgresEncoding.NAN;
            }
            return special > 0 ? PostgresEncoding.INFINITY : PostgresEncoding.NEGATIVE_INFINITY;
        }
        return unchanged(raw) ? PostgresEncoding.UNCHANGED_NUMERIC : (BigDecimal) raw;
    }

    private static Object bytea(Object raw) {
        return unchanged(raw) ? PostgresEncoding.UNCHANGED_BYTES : (byte[]) raw;
    }

    private static Object days(Object raw) {
        if (raw == PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE) {
            return PostgresEncoding.INFINITY_DAYS;
        }
        if (raw == PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE) {
            return PostgresEncoding.NEGATIVE_INFINITY_DAYS;
        }
        return Math.toIntExact(((LocalDate) raw).toEpochDay());
    }

    private static Object micros(Object raw) {
        if (raw == PostgresValueConverter.POSITIVE_INFINITY_INSTANT) {
            return PostgresMicros.INFINITY;
        }
        if (raw == PostgresValueConverter.NEGATIVE_INFINITY_INSTANT) {
            return PostgresMicros.NEGATIVE_INFINITY;
        }
        return PostgresMicros.of((Instant) raw);
    }

    private static Object zonedMicros(Object raw) {
        // Debezium's constants, by identity; withOffsetSameInstant gives ordinary values other
        // objects.
        if (raw == PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME) {
            return PostgresMicros.INFINITY;
        }
        if (raw == PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME) {
            return PostgresMicros.NEGATIVE_INFINITY;
        }
        return PostgresMicros.of(((OffsetDateTime) raw).toInstant());
    }

    /// Everything else as PostgreSQL spells it.
    private static Object text(Object raw) {
        return switch (raw) {
            case String text -> text;
            case PgArray array -> String.valueOf(array);
            case PGInterval interval -> PostgresIntervals.text(interval);
            case PGobject object -> String.valueOf(object.getValue());
            case LocalTime time -> time.toString();
            case Object other when unchanged(other) -> PostgresEncoding.UNCHANGED_TEXT;
            case Object other -> other.toString();
        };
    }

    private static boolean unchanged(Object raw) {
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(raw);
    }

    private record NotNull(Converter converter) implements Converter {
        @Override
        public @Nullable Object convert(@Nullable Object raw) {
            return raw == null ? null : converter.convert(raw);
        }
    }

    /// Swallows the first value, the column's default; used by one thread.
    private static final class AfterDefault implements Converter {
        private final Converter converter;
        private boolean started;

        AfterDefault(Converter converter) {
            this.converter = converter;
        }

        @Override
        public @Nullable Object convert(@Nullable Object raw) {
            if (!started) {
                started = true;
                return null;
            }
            return raw == null ? null : converter.convert(raw);
        }
    }
}
