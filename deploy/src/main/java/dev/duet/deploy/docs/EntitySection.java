package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Block;
import dev.duet.deploy.docs.page.Block.Bullets;
import dev.duet.deploy.docs.page.Block.Grid;
import dev.duet.deploy.docs.page.Block.Heading;
import dev.duet.deploy.docs.page.Line;
import dev.duet.deploy.docs.page.Span.Tone;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.ValidationRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The part of the document about one entity. Immutable.
///
/// @param live empty when the databases were not asked
record EntitySection(DuetConfig config, EntityConfig entity, Optional<LiveTables> live) {

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(3, id(entity), entity.name()));
        List<Line> whole = new ArrayList<>(List.of(tables()));
        EntityWords.parts(config, entity).ifPresent(whole::add);
        whole.add(rows());
        EntityWords.sends(entity).ifPresent(it -> whole.add(Line.of("Sent: ").and(it).text(".")));
        whole.addAll(List.of(existence(), contested(), triggers()));
        blocks.add(new Bullets(whole));
        blocks.add(fields());
        if (!entity.validation().isEmpty()) {
            blocks.add(new Heading(4, id(entity) + "-rules", "What a record has to meet"));
            blocks.add(rules());
        }
        List<List<Line>> lone = loneColumns();
        if (!lone.isEmpty()) {
            blocks.add(new Heading(4, id(entity) + "-lone", "Columns that only one side has"));
            blocks.add(new Grid(List.of("System", "Column", "Type", "What becomes of it"), lone));
        }
        return blocks;
    }

    static String id(EntityConfig entity) {
        return "entity-" + entity.name();
    }

    private Line tables() {
        List<Line> sides = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            Line table = Line.of(system.name() + " ").and(EntityWords.table(entity, system.name()));
            boolean missing = live.isPresent() && table(system).isEmpty();
            sides.add(missing ? table.text(" ").and(missing()) : table);
        }
        return Line.of("Tables: ").and(Line.join(" ↔ ", sides)).text(".");
    }

    private Line rows() {
        return Line.of("Rows: ").and(EntityWords.rows(entity)).text(".");
    }

    private Line triggers() {
        return Line.of("Triggers: ").and(EntityWords.onTrigger(entity)).text(".");
    }

    private Line existence() {
        return Line.of("Inserts and deletes: ").and(EntityWords.deletes(entity)).text(".");
    }

    private Line contested() {
        return Line.of("Changed on one side and deleted on the other, at the same time: ")
                .and(EntityWords.updateVsDelete(entity))
                .text(" (")
                .and(EntityWords.spelled(entity))
                .text(").");
    }

    private Grid fields() {
        List<List<Line>> rows = new ArrayList<>();
        for (FieldConfig field : entity.key()) {
            rows.add(
                    List.of(
                            Line.ofCode(field.name()).text(" ").and(Line.ofMark(Tone.QUIET, "key")),
                            column(config.first(), field),
                            column(config.second(), field),
                            FieldWords.direction(
                                    config.first().name(), "↔", config.second().name()),
                            Line.of("says which record it is"),
                            FieldWords.ofKey(config, field).and(note(field)),
                            Line.of("never empty")));
        }
        for (FieldConfig field : entity.fields()) {
            FieldWords words = words(field);
            rows.add(
                    List.of(
                            Line.ofCode(field.name()),
                            column(config.first(), field),
                            column(config.second(), field),
                            words.direction(),
                            words.decides().text(" ").and(words.spelled()),
                            words.conversion().and(note(field)),
                            words.whenEmpty()));
        }
        for (DerivedConfig derived : entity.derived()) {
            rows.add(
                    List.of(
                            Line.ofCode(derived.name())
                                    .text(" ")
                                    .and(Line.ofMark(Tone.QUIET, "derived")),
                            column(config.first(), derived),
                            column(config.second(), derived),
                            DerivedWords.direction(
                                    config.first().name(), config.second().name(), derived),
                            Line.of("what it is computed from"),
                            DerivedWords.computed(derived),
                            Line.EMPTY));
        }
        return new Grid(
                List.of(
                        "Field",
                        "Column in " + config.first().name(),
                        "Column in " + config.second().name(),
                        "Direction",
                        "Who decides",
                        "How values go over",
                        "No value on one side"),
                rows);
    }

    private Grid rules() {
        List<List<Line>> rows = new ArrayList<>();
        for (ValidationRule rule : entity.validation()) {
            rows.add(
                    List.of(
                            Line.ofCode(rule.name()),
                            EntityWords.asked(rule),
                            Line.ofCode(rule.test().text()),
                            EntityWords.unmet(rule)));
        }
        return new Grid(
                List.of("Rule", "What it asks for", "As an expression", "A record that does not"),
                rows);
    }

    private FieldWords words(FieldConfig field) {
        return FieldWords.of(config, entity, field);
    }

    private Line column(SystemConfig system, FieldConfig field) {
        return field.column(system.name())
                .map(name -> named(system, name))
                .orElse(Line.ofMark(Tone.QUIET, "none"));
    }

    private Line column(SystemConfig system, DerivedConfig derived) {
        return derived.system().equals(system.name())
                ? named(system, derived.column())
                : Line.ofMark(Tone.QUIET, "none");
    }

    private Line named(SystemConfig system, String name) {
        Line line = Line.ofCode(name);
        if (table(system).isEmpty()) {
            return line;
        }
        return line.text(" ").and(column(system, name).map(EntitySection::type).orElse(missing()));
    }

    private static Line type(TableColumn column) {
        return Line.of(column.type() + (column.nullable() ? "" : ", not null"));
    }

    private static Line missing() {
        return Line.ofMark(Tone.WARNING, "not there");
    }

    /// What the types of the two columns say of values that go over as they are.
    private Line note(FieldConfig field) {
        Optional<Column> postgres = typed(config.postgres(), field);
        Optional<Column> mysql = typed(config.mysql(), field);
        if (!field.form().carriesAsTyped() || postgres.isEmpty() || mysql.isEmpty()) {
            return Line.EMPTY;
        }
        String note =
                switch (TypeTable.pair(postgres.get(), mysql.get())) {
                    case TypePair.Carried carried -> carried.note();
                    case TypePair.Refused refused -> "cannot go over: " + refused.reason();
                };
        return note.isEmpty() ? Line.EMPTY : Line.of("; " + note);
    }

    private Optional<Column> typed(SystemConfig system, FieldConfig field) {
        return field.column(system.name())
                .flatMap(name -> column(system, name))
                .map(column -> TypeTable.column(system.kind(), column));
    }

    /// Those that `only-in` names, and those that nobody names.
    private List<List<Line>> loneColumns() {
        List<List<Line>> rows = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            for (String name : entity.onlyIn(system.name())) {
                boolean known = table(system).isPresent();
                rows.add(
                        List.of(
                                Line.of(system.name()),
                                Line.ofCode(name),
                                column(system, name)
                                        .map(EntitySection::type)
                                        .orElse(known ? missing() : Line.of("not looked at")),
                                Line.of("stays as it is, as the file says")));
            }
            for (TableColumn column : unmentioned(system)) {
                rows.add(
                        List.of(
                                Line.of(system.name()),
                                Line.ofCode(column.name()),
                                type(column),
                                Line.ofMark(Tone.WARNING, "not mentioned")
                                        .text(" it stays as it is")));
            }
        }
        return rows;
    }

    /// The columns of this system's table of which the file says nothing.
    List<TableColumn> unmentioned(SystemConfig system) {
        if (config.sharedBy(entity).filter(system::equals).isPresent()) {
            return List.of(); // said of the entity that it is part of
        }
        List<String> said =
                Stream.concat(
                                config
                                        .mappedColumns(system.name(), entity.table(system.name()))
                                        .stream(),
                                entity.onlyIn(system.name()).stream())
                        .toList();
        return table(system).map(Table::columns).orElse(List.of()).stream()
                .filter(column -> !said.contains(column.name()))
                .toList();
    }

    private List<String> mentioned(SystemConfig system) {
        return Stream.concat(
                        entity.mappedColumns(system.name()), entity.onlyIn(system.name()).stream())
                .toList();
    }

    /// The table, or the mentioned columns, that this system does not have, as `table` or
    /// `table.column`; nothing when it was not asked.
    List<String> missing(SystemConfig system) {
        if (live.isEmpty()) {
            return List.of();
        }
        String name = entity.table(system.name()).toString();
        if (table(system).isEmpty()) {
            return List.of(name);
        }
        return mentioned(system).stream()
                .filter(column -> column(system, column).isEmpty())
                .map(column -> name + "." + column)
                .toList();
    }

    private Optional<Table> table(SystemConfig system) {
        return live.flatMap(tables -> tables.table(system.name(), entity));
    }

    private Optional<TableColumn> column(SystemConfig system, String name) {
        return table(system).flatMap(table -> table.column(name));
    }
}
