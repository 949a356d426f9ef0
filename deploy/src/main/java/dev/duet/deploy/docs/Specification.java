package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Block;
import dev.duet.deploy.docs.page.Block.Bullets;
import dev.duet.deploy.docs.page.Block.Grid;
import dev.duet.deploy.docs.page.Block.Heading;
import dev.duet.deploy.docs.page.Block.Paragraph;
import dev.duet.deploy.docs.page.Line;
import dev.duet.deploy.docs.page.Span.Tone;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The mapping as a document. Immutable; the same values give the same document.
///
/// @param version the program's
/// @param live the tables and when they were read; empty when the databases were not asked
/// @param since what is compared with; empty when nothing is
record Specification(
        DuetConfig config,
        Source source,
        String version,
        Optional<Looked> live,
        Optional<Since> since) {

    /// The file that the document is of.
    ///
    /// @param sum its SHA-256, in hexadecimal digits
    record Source(String file, String sum) {
        static Source of(Path file) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] sum = digest.digest(Files.readAllBytes(file));
                return new Source(file.toString(), HexFormat.of().formatHex(sum));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    record Looked(LiveTables tables, Instant at) {}

    record Since(Source source, List<Difference> differences) {}

    String title() {
        return "Mapping of %s and %s".formatted(config.first().name(), config.second().name());
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(1, "mapping", title()));
        blocks.add(new Paragraph(provenance()));
        since.ifPresent(it -> blocks.addAll(changes(it)));
        blocks.add(new Heading(2, "systems", "The two systems"));
        blocks.add(systems());
        blocks.add(new Heading(2, "reading", "How to read this"));
        blocks.add(reading());
        blocks.add(new Heading(2, "ownership", "Who owns what"));
        blocks.add(ownership());
        blocks.add(new Heading(2, "entities", "The entities"));
        sections().forEach(section -> blocks.addAll(section.blocks()));
        return blocks;
    }

    List<EntitySection> sections() {
        Optional<LiveTables> tables = live.map(Looked::tables);
        return config.entities().stream()
                .map(entity -> new EntitySection(config, entity, tables))
                .toList();
    }

    private Line provenance() {
        Line line =
                Line.of("From ")
                        .code(source.file())
                        .text(" (SHA-256 ")
                        .code(source.sum())
                        .text("), by duet %s. ".formatted(version));
        return live.map(it -> line.text("Types are those of both databases at " + it.at() + "."))
                .orElseGet(
                        () ->
                                line.text(
                                        "The databases were not asked: columns have no types here,"
                                                + " and columns that the file does not mention are"
                                                + " not listed."));
    }

    private Grid systems() {
        List<List<Line>> rows = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            rows.add(
                    List.of(
                            Line.of(system.name()),
                            Line.of(system.kind().productName()),
                            Line.ofCode(Facts.database(system))));
        }
        return new Grid(List.of("System", "Kind", "Database"), rows);
    }

    private static Bullets reading() {
        return new Bullets(
                List.of(
                        Line.of(
                                "Both systems hold the same records. A change made on one side is"
                                    + " made on the other, unless this document says otherwise."),
                        Line.of(
                                "“Who decides” is asked only when both sides changed the same field"
                                    + " of the same record and neither had seen the other's change."
                                    + " What lost is recorded, and a person can put it back. An"
                                    + " owner decides always."),
                        Line.of(
                                "A row stays as its own side wrote it; the other side gets the form"
                                    + " that stands under “How values go over”. What does not fit"
                                    + " there is never cut or rounded, unless it says so."),
                        Line.of(
                                "“Held” means: the record waits in quarantine, with its later"
                                        + " changes in order, until a person lets it go."),
                        Line.of("What is set ")
                                .code("so")
                                .text(
                                        " stands so in the configuration file or in a database."
                                            + " What the file leaves to a default is shown as it is"
                                            + " in force. Users, passwords and the settings of"
                                            + " operation are not in this document.")));
    }

    private Grid ownership() {
        List<List<Line>> rows = new ArrayList<>();
        for (EntityConfig entity : config.entities()) {
            rows.add(
                    List.of(
                            Line.EMPTY.link(EntitySection.id(entity), entity.name()),
                            Line.of("the record itself"),
                            EntityWords.exists(entity, config.second().name()),
                            EntityWords.exists(entity, config.first().name()),
                            Line.of("changed here, deleted there: ")
                                    .and(EntityWords.updateVsDelete(entity))));
            for (FieldConfig field : entity.fields()) {
                FieldWords words = FieldWords.of(config, entity, field);
                rows.add(
                        List.of(
                                Line.EMPTY,
                                Line.ofCode(field.name()),
                                words.part(config.first().name()),
                                words.part(config.second().name()),
                                words.decides()));
            }
        }
        return new Grid(
                List.of(
                        "Entity",
                        "Field",
                        config.first().name(),
                        config.second().name(),
                        "When both change it at once"),
                rows);
    }

    private static List<Block> changes(Since since) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "changes", "What changed"));
        Line against =
                Line.of("Compared with ")
                        .code(since.source().file())
                        .text(" (SHA-256 ")
                        .code(since.source().sum())
                        .text(")");
        if (since.differences().isEmpty()) {
            blocks.add(new Paragraph(against.text(": the mapping is the same.")));
            return blocks;
        }
        blocks.add(new Paragraph(against.text(":")));
        blocks.add(
                new Grid(
                        List.of("What", "Point", "Was", "Is"),
                        since.differences().stream().map(Specification::row).toList()));
        return blocks;
    }

    private static List<Line> row(Difference difference) {
        Line thing = difference.thing().shown();
        return switch (difference) {
            case Difference.Added _ ->
                    List.of(thing, Line.EMPTY, Line.EMPTY, Line.ofMark(Tone.GOOD, "added"));
            case Difference.Removed removed ->
                    List.of(
                            thing,
                            Line.EMPTY,
                            all(removed.points()),
                            Line.ofMark(Tone.WARNING, "removed"));
            case Difference.Changed changed ->
                    List.of(thing, Line.of(changed.point()), changed.was(), changed.is());
        };
    }

    private static Line all(Map<String, Line> points) {
        List<Line> lines = new ArrayList<>();
        points.forEach((point, line) -> lines.add(Line.of(point + ": ").and(line)));
        return Line.join("; ", lines);
    }
}
