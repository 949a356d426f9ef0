package dev.duet.deploy.conflicts;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.deploy.conflicts.Conflict.Located;
import dev.duet.deploy.run.ConflictRules;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Recorded conflicts of one entity: crm wrote 30 into the field `x`, whose column in crm is `c_x`,
/// at 100; erp wrote 20 at 200.
final class Examples {
    static final Shape SHAPE =
            new Shape(
                    "thing",
                    new TableName("public", "thing"),
                    List.of(
                            new Column("id", "int", Kind.INTEGER, false),
                            new Column("x", "int", Kind.INTEGER, true),
                            new Column("y", "int", Kind.INTEGER, true)),
                    1);

    private Examples() {}

    /// @param x what the file says about that field
    /// @param entity what it says about the entity
    static DuetConfig config(String x, String entity) {
        try {
            Path file = Files.createTempFile("duet", ".yaml");
            Files.writeString(
                    file,
                    """
                    systems:
                      crm: { type: postgres, host: a, database: crm, user: u, password: "${env:P}" }
                      erp: { type: mysql, host: b, database: erp, user: u, password: "${env:P}" }
                    entities:
                      thing:
                        tables: { crm: thing, erp: thing }
                        key: { id: id }
                        fields:
                          x: { crm: c_x, erp: x, %s }
                          y: y
                        %s
                    """
                            .formatted(x, entity));
            try {
                return ((ConfigResult.Valid) new ConfigReader().read(file)).config();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DuetConfig config() {
        return config("on-conflict: latest", "update-vs-delete: latest");
    }

    static Rules rules(DuetConfig config) {
        return new Rules(
                config,
                config.entity("thing"),
                SHAPE,
                ConflictRules.compile(config, List.of(SHAPE), List.of(SHAPE)).getFirst());
    }

    static Restorations restorations(DuetConfig config) {
        return new Restorations(config.entity("thing"), SHAPE);
    }

    /// As erp records it: crm's change came in and lost.
    static RecordedConflict inErp(String winner, String rule) {
        return entry(
                "crm",
                "x",
                winner,
                rule,
                new RecordedConflict.Images(row("10", "1"), row("30", "3"), row("20", "2")),
                "30",
                100,
                new RecordedConflict.Met("20", "7", 200));
    }

    /// As crm records the same.
    static RecordedConflict inCrm(String winner, String rule) {
        return entry(
                "erp",
                "x",
                winner,
                rule,
                new RecordedConflict.Images(row("10", "1"), row("20", "2"), row("30", "3")),
                "20",
                200,
                new RecordedConflict.Met("30", "5", 100));
    }

    /// As erp records it: crm updated, erp deleted.
    static RecordedConflict presence(String winner) {
        return entry(
                "crm",
                null,
                winner,
                "latest",
                new RecordedConflict.Images(row("10", "1"), row("30", "1"), null),
                null,
                100,
                new RecordedConflict.Met(null, "7", 200));
    }

    static RecordedConflict entry(
            String source,
            @Nullable String field,
            String winner,
            String rule,
            RecordedConflict.Images images,
            @Nullable String value,
            long clock,
            RecordedConflict.@Nullable Met met) {
        return new RecordedConflict(
                7,
                source,
                "thing",
                "1",
                images.after() == null ? "delete" : "update",
                images,
                winner,
                rule,
                "0/30",
                "tx",
                clock,
                "seen",
                field,
                met == null ? null : winner + " wrote later",
                value,
                met,
                Instant.parse("2026-11-28T10:00:00.5Z"));
    }

    static String row(String x, String y) {
        return "{\"id\":\"1\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(x, y);
    }

    static Conflict alone(String system, RecordedConflict entry, Action... actions) {
        return new Conflict(new Located(system, entry), null, List.of(actions));
    }
}
