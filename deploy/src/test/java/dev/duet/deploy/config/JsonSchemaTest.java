package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.duet.schemas.config.Bounds;
import dev.duet.schemas.config.DataSize;
import dev.duet.schemas.config.DatabaseAddress;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.Tls;
import dev.duet.schemas.config.TlsMode;
import dev.duet.schemas.config.ValidationRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Holds the JSON Schema that editors use in step with the reader.
class JsonSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = load();
    private static final JsonNode SETTINGS = SCHEMA.at("/$defs/settings/properties");
    private static final Schema VALIDATOR =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA);

    static Stream<Wrong> wrongToBoth() {
        return WrongConfigTest.all().filter(Wrong::schemaSees);
    }

    @Test
    void theSchemaItselfIsValid() {
        Schema metaSchema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(metaSchema.validate(SCHEMA)).isEmpty();
    }

    @Test
    void whatTheReaderTakesTheSchemaTakes() {
        assertThat(VALIDATOR.validate(json(Samples.FULL))).isEmpty();
        assertThat(VALIDATOR.validate(json(Samples.SMALL))).isEmpty();
    }

    @Test
    void whatTheReaderTakesOfDamagedFilesTheSchemaTakesToo() {
        var mutations = new Mutations(new Random(7));
        for (int round = 0; round < 1_000; round++) {
            byte[] damaged = mutations.damage(round % 2 == 0 ? Samples.FULL : Samples.SMALL);
            if (Samples.read(damaged) instanceof ConfigResult.Valid) {
                String text = new String(damaged, StandardCharsets.UTF_8);
                assertThat(VALIDATOR.validate(json(text))).as(text).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("wrongToBoth")
    void whatTheSchemaCanSeeItRefusesToo(Wrong wrong) {
        assertThat(VALIDATOR.validate(json(wrong.text()))).isNotEmpty();
    }

    @Test
    void bothKnowTheSameKeys() {
        assertKeys("", Keys.ROOT);
        assertKeys("/$defs/postgres", Keys.POSTGRES);
        assertKeys("/$defs/mysql", Keys.MYSQL);
        assertKeys("/$defs/credentials", Keys.CREDENTIALS);
        assertKeys("/$defs/entity", Keys.ENTITY);
        assertThat(properties(SCHEMA.at("/$defs/field/oneOf/1")))
                .containsExactlyElementsOf(Keys.FIELD.accepted());
        assertThat(properties(SCHEMA.at("/$defs/field/oneOf/2")))
                .containsExactlyElementsOf(Keys.DERIVED_FIELD.accepted());
        assertThat(properties(SCHEMA.at("/$defs/field/oneOf/3")))
                .containsExactlyElementsOf(Keys.PART_FIELD.accepted());
        assertThat(properties(SCHEMA.at("/$defs/keyField/oneOf/1")))
                .containsExactlyElementsOf(Keys.KEY_FIELD.accepted());
        assertKeys("/$defs/keyField/oneOf/1/properties/crosswalk/oneOf/1", Keys.CROSSWALK);
        assertThat(SCHEMA.at("/$defs/expression/maxLength").asInt())
                .isEqualTo(Expression.LENGTH_MAX);
        assertKeys("/$defs/field/oneOf/1/properties/normalize", Keys.NORMALIZE);
        assertKeys("/$defs/field/oneOf/1/properties/convert", Keys.CONVERT);
        assertKeys("/$defs/field/oneOf/1/properties/lookup/additionalProperties", Keys.LOOKUP);
        assertKeys("/$defs/validationRule", Keys.VALIDATION);
        assertKeys("/$defs/validationRule/properties/range/additionalProperties", Keys.RANGE);
        assertKeys("/$defs/rowConditions/additionalProperties/oneOf/2", Keys.RANGE);
        assertKeys("/$defs/settings", Keys.SETTINGS);
        Map.of(
                        "lease", Keys.LEASE,
                        "batch", Keys.BATCH,
                        "queue", Keys.QUEUE,
                        "spill", Keys.SPILL,
                        "retry", Keys.RETRY,
                        "quarantine", Keys.QUARANTINE,
                        "brakes", Keys.BRAKES,
                        "brakes/properties/deletes/oneOf/1", Keys.BRAKE,
                        "loops", Keys.LOOPS,
                        "timeouts", Keys.TIMEOUTS)
                .forEach((group, keys) -> assertKeys("/$defs/settings/properties/" + group, keys));
        assertKeys("/$defs/settings/properties/verify/oneOf/1", Keys.VERIFY);
    }

    @Test
    void theFullSampleHasEveryKey() {
        List<String> paths =
                Samples.valid(Samples.FULL).effective().values().stream()
                        .filter(value -> value.source().equals("default"))
                        .map(EffectiveConfig.Value::path)
                        .toList();

        assertThat(paths).as("keys of the reader that full.yaml leaves out").isEmpty();
    }

    @Test
    void bothKnowTheSameRangesAndDefaults() {
        assertMeasure("heartbeat", Settings.HEARTBEAT);
        assertMeasure("poll-interval", Settings.POLL_INTERVAL);
        assertMeasure("lease/ttl", Settings.Lease.TTL);
        assertNumber("batch/max-rows", Settings.Batch.MAX_ROWS);
        assertMeasure("batch/max-bytes", Settings.Batch.MAX_BYTES);
        assertNumber("batch/max-transactions", Settings.Batch.MAX_TRANSACTIONS);
        assertNumber("queue/max-rows", Settings.Queue.MAX_ROWS);
        assertMeasure("queue/max-bytes", Settings.Queue.MAX_BYTES);
        assertNumber("spill/after-rows", Settings.Spill.AFTER_ROWS);
        assertMeasure("spill/after-bytes", Settings.Spill.AFTER_BYTES);
        assertMeasure("retry/initial", Settings.Retry.INITIAL);
        assertMeasure("retry/max", Settings.Retry.MAX);
        assertNumber("quarantine/budget", Settings.Quarantine.BUDGET);
        assertMeasure("quarantine/window", Settings.Quarantine.WINDOW);
        assertNumber("loops/most", Settings.Loops.MOST);
        assertMeasure("loops/window", Settings.Loops.WINDOW);
        assertNumber("verify/oneOf/1/rows-per-second", Settings.Verify.ROWS_PER_SECOND);
        assertMeasure("verify/oneOf/1/pause", Settings.Verify.PAUSE);
        assertMeasure("clock-skew", Settings.CLOCK_SKEW);
        assertMeasure("replay-window", Settings.REPLAY_WINDOW);
        assertMeasure("replay-size", Settings.REPLAY_SIZE);
        assertBrake("deletes", Settings.Brakes.PERCENT_OF_DELETES);
        assertBrake("conflicts", Settings.Brakes.PERCENT_OF_CONFLICTS);
        assertMeasure("timeouts/connect", Settings.Timeouts.CONNECT);
        assertMeasure("timeouts/statement", Settings.Timeouts.STATEMENT);
        assertMeasure("timeouts/socket", Settings.Timeouts.SOCKET);
    }

    @Test
    void bothKnowTheSameSystems() {
        assertThat(texts(SCHEMA.at("/$defs/system/properties/type/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(DatabaseKind.values()).map(DatabaseKind::word).toList());
        for (DatabaseKind kind : DatabaseKind.values()) {
            JsonNode keys = SCHEMA.at("/$defs/" + kind.word() + "/properties");
            assertThat(keys.at("/type/const").asText()).isEqualTo(kind.word());
            assertThat(keys.at("/port/default").asInt()).isEqualTo(kind.defaultPort());
            assertThat(keys.at("/port/minimum").asInt()).isEqualTo(DatabaseAddress.MIN_PORT);
            assertThat(keys.at("/port/maximum").asInt()).isEqualTo(DatabaseAddress.MAX_PORT);
            assertThat(texts(keys.at("/tls/enum")))
                    .containsExactlyElementsOf(
                            Arrays.stream(TlsMode.values()).map(TlsMode::word).toList());
            assertThat(keys.at("/tls/default").asText()).isEqualTo(Tls.DEFAULT.mode().word());
        }
        assertPattern("/$defs/postgres/properties/slot/pattern", LogSource.Postgres.SLOT);
        assertThat(SCHEMA.at("/$defs/postgres/properties/slot/default").asText())
                .isEqualTo(LogSource.Postgres.DEFAULT_SLOT);
        assertThat(SCHEMA.at("/$defs/postgres/properties/publication/default").asText())
                .isEqualTo(LogSource.Postgres.DEFAULT_PUBLICATION);
        JsonNode serverId = SCHEMA.at("/$defs/mysql/properties/server-id");
        assertThat(serverId.at("/minimum").asLong()).isEqualTo(LogSource.Mysql.MIN_SERVER_ID);
        assertThat(serverId.at("/maximum").asLong()).isEqualTo(LogSource.Mysql.MAX_SERVER_ID);
    }

    @Test
    void bothKnowTheSameNames() {
        assertPattern("/properties/systems/propertyNames/pattern", SystemConfig.NAME);
        assertPattern("/properties/entities/propertyNames/pattern", EntityConfig.NAME);
        assertPattern("/$defs/fieldName/pattern", FieldConfig.NAME);
        assertPattern("/$defs/validationRule/properties/required/items/pattern", FieldConfig.NAME);
        assertPattern("/$defs/validationRule/properties/name/pattern", ValidationRule.NAME);
        assertPattern("/$defs/references/pattern", EntityConfig.NAME);
        assertThat(texts(SCHEMA.at("/properties/systems/propertyNames/not/enum")))
                .containsExactlyElementsOf(Keys.FIELD_WORDS);
    }

    @Test
    void everyKeyIsDescribed() {
        for (JsonNode properties : SCHEMA.findValues("properties")) {
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                boolean isKeyOfSystem = properties.equals(SCHEMA.at("/$defs/system/properties"));
                if (property.getValue().isObject() && !isKeyOfSystem) {
                    assertThat(description(property.getValue())).as(property.getKey()).isNotBlank();
                }
            }
        }
    }

    private static String description(JsonNode property) {
        JsonNode own = property.path("description");
        if (!own.isMissingNode()) {
            return own.asText();
        }
        boolean isCondition = property.has("const") || property.has("enum");
        String target = property.path("$ref").asText("#").substring(1);
        return isCondition ? "a condition" : SCHEMA.at(target).path("description").asText();
    }

    private static void assertKeys(String pointer, Keys keys) {
        JsonNode group = SCHEMA.at(pointer);
        assertThat(properties(group))
                .as(pointer)
                .containsExactlyInAnyOrderElementsOf(keys.accepted());
        assertThat(group.path("additionalProperties").asBoolean(true)).as(pointer).isFalse();
    }

    private static List<String> properties(JsonNode group) {
        List<String> properties = new ArrayList<>();
        group.path("properties").fieldNames().forEachRemaining(properties::add);
        return properties;
    }

    /// Beside `off` stands a group.
    private static void assertBrake(String name, Bounds<Integer> percent) {
        String group = "brakes/" + name + "/oneOf/1/";
        assertNumber(group + "budget", Settings.Brake.BUDGET);
        assertNumber(group + "percent", percent);
        assertMeasure(group + "window", Settings.Brake.WINDOW);
    }

    private static void assertNumber(String setting, Bounds<Integer> bounds) {
        JsonNode number = setting(setting);
        assertThat(number.at("/minimum").asInt()).as(setting).isEqualTo(bounds.min());
        assertThat(number.at("/default").asInt()).as(setting).isEqualTo(bounds.standard());
        assertThat(number.at("/maximum").asInt()).as(setting).isEqualTo(bounds.max());
    }

    /// A schema cannot bound `5s`, so the description names the range.
    private static <T extends Comparable<T>> void assertMeasure(String setting, Bounds<T> bounds) {
        JsonNode measure = setting(setting);
        assertThat(measure.at("/default").asText()).isEqualTo(text(bounds.standard()));
        assertThat(measure.at("/description").asText())
                .as(setting)
                .endsWith("From " + text(bounds.min()) + " to " + text(bounds.max()) + ".");
    }

    private static String text(Object measure) {
        return switch (measure) {
            case Duration duration -> DurationText.format(duration);
            case DataSize size -> size.toString();
            default -> throw new AssertionError(measure);
        };
    }

    private static JsonNode setting(String path) {
        return SETTINGS.at(
                "/"
                        + path.replace("/", "/properties/")
                                .replace("/properties/oneOf/properties/", "/oneOf/"));
    }

    private static void assertPattern(String pointer, Pattern pattern) {
        assertThat(SCHEMA.at(pointer).asText()).isEqualTo("^" + pattern.pattern() + "$");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode json(String yaml) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setAllowDuplicateKeys(true)
                        .build();
        return JSON.valueToTree(new Load(settings).loadFromString(yaml));
    }

    private static JsonNode load() {
        try (InputStream stream = DuetConfig.class.getResourceAsStream("duet.schema.json")) {
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
