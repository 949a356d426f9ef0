package dev.duet.mapping;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Nulls;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One entity on both systems. Immutable.
///
/// @param ignored the fields whose changes alone are nothing to tell the other side
/// @param filter which rows are records
/// @param sent which records each system sends to the other
/// @param validation what records have to meet
public record EntityMappings(
        SystemMapping first,
        SystemMapping second,
        BitSet ignored,
        Filter filter,
        Sent sent,
        Validation validation) {
    /// Where each row is a record, see [#of(String, List, Derivations, Validation, List, int,
    /// Presence)].
    public static EntityMappings of(
            String entity,
            List<? extends FieldMapping.Present> fields,
            Derivations derived,
            Validation validation,
            List<NamedTable> tables,
            int keySize) {
        return of(entity, fields, derived, validation, tables, keySize, Presence.OF_ROWS);
    }

    /// @param fields the key first
    /// @param derived the columns that are computed from them
    /// @param validation what records have to meet
    /// @param tables of the system listed first, and of the other
    /// @param presence which rows stand for no record
    public static EntityMappings of(
            String entity,
            List<? extends FieldMapping.Present> fields,
            Derivations derived,
            Validation validation,
            List<NamedTable> tables,
            int keySize,
            Presence presence) {
        Shape canonical =
                new Shape(
                        entity,
                        tables.getFirst().table(),
                        fields.stream().map(FieldMapping.Present::canonical).toList(),
                        keySize);
        BitSet ignored = new BitSet();
        for (int i = 0; i < fields.size(); i++) {
            ignored.set(i, fields.get(i).ignored());
        }
        var compiler = new Compiler(canonical, fields, derived.compiled(), validation, presence);
        return new EntityMappings(
                compiler.system(tables.getFirst(), true),
                compiler.system(tables.getLast(), false),
                ignored,
                Filter.ALL,
                Sent.ALL,
                validation);
    }

    /// The same, of these rows alone.
    public EntityMappings of(Filter some) {
        return new EntityMappings(first, second, ignored, some, sent, validation);
    }

    /// The same, where the systems send these records alone.
    public EntityMappings of(Sent some) {
        return new EntityMappings(first, second, ignored, filter, some, validation);
    }

    /// Which records each system sends to the other.
    public record Sent(Filter byFirst, Filter bySecond) {
        public static final Sent ALL = new Sent(Filter.ALL, Filter.ALL);
    }

    /// How systems hold records that are not there.
    ///
    /// @param soft by system, how it keeps deleted records
    /// @param part null for an entity whose tables are its own
    public record Presence(Map<String, SoftDelete> soft, @Nullable Part part) {
        public static final Presence OF_ROWS = new Presence(Map.of(), null);

        public Presence {
            soft = Map.copyOf(soft);
        }
    }

    /// What an entity is that shares its table in one system with the entity that it is part of.
    ///
    /// @param shared that system
    /// @param owned by system, the fields that it owns
    public record Part(String shared, Map<String, BitSet> owned) {
        public Part {
            owned = Map.copyOf(owned);
        }
    }

    /// An entity's table in a system.
    public record NamedTable(String system, TableName table) {}

    /// Builds the cells of both systems. One thread, one entity.
    private record Compiler(
            Shape canonical,
            List<? extends FieldMapping.Present> fields,
            List<Derived> derived,
            Validation validation,
            Presence presence) {

        SystemMapping system(NamedTable named, boolean first) {
            List<Derived> here =
                    derived.stream().filter(it -> it.system().equals(named.system())).toList();
            List<Column> columns = new ArrayList<>();
            List<@Nullable Cell> plain = new ArrayList<>();
            List<Cell> writers = new ArrayList<>();
            for (FieldMapping.Present field : fields) {
                FieldMapping.@Nullable End end = field.end(first);
                if (end == null) {
                    plain.add(null);
                    continue;
                }
                int at = plain.size();
                plain.add(reader(end, columns.size()));
                writers.add(writer(end, at, field.canonical().name()));
                boolean told = !validation.repaired().get(at);
                columns.add(told ? end.column() : end.column().inexact());
            }
            int lone = columns.size();
            here.forEach(it -> columns.add(it.column()));
            here.forEach(it -> writers.add(new Cell.Computed(it)));
            List<Cell> readers = readers(plain, here, lone);
            Absence absence = null;
            SoftDelete soft = presence.soft.get(named.system());
            if (soft != null) {
                absence = soft.at(columns.size());
                columns.add(soft.column());
                writers.add(new Cell.Constant(soft.live()));
            } else if (presence.part != null) {
                absence = noValue(presence.part, named.system(), readers, writers);
            }
            Shape shape =
                    new Shape(canonical.entity(), named.table(), columns, canonical.keySize());
            return new SystemMapping(shape, canonical, readers, writers, validation, absence);
        }

        private NoValue noValue(Part part, String system, List<Cell> readers, List<Cell> writers) {
            int keySize = canonical.keySize();
            BitSet others = new BitSet();
            part.owned.forEach(
                    (owner, fields) -> {
                        if (!owner.equals(system)) {
                            others.or(fields.get(keySize, canonical.size()));
                        }
                    });
            return new NoValue(
                    readers.subList(keySize, readers.size()),
                    others,
                    keySize,
                    part.shared.equals(system) ? emptied(writers) : null);
        }

        /// The columns of a record that has no value.
        private Row emptied(List<Cell> writers) {
            Row none = Row.of(new Object[canonical.size()]);
            @Nullable Object[] values = new Object[writers.size()];
            for (int c = canonical.keySize(); c < values.length; c++) {
                values[c] = writers.get(c).of(none);
            }
            return Row.of(values);
        }

        /// @param plain as if nothing was derived; null where the field has no column here
        /// @param from where the derived columns begin
        private List<Cell> readers(List<@Nullable Cell> plain, List<Derived> here, int from) {
            List<Cell> readers = new ArrayList<>();
            for (int i = 0; i < plain.size(); i++) {
                Cell own = plain.get(i);
                Derived by = partOf(i);
                if (by == null) {
                    readers.add(Objects.requireNonNull(own));
                } else if (own == null) {
                    readers.add(new Cell.GivenBack(by, from + here.indexOf(by), by.indexOf(i)));
                } else {
                    List<Cell> parts = new ArrayList<>();
                    by.parts().forEach(it -> parts.add(Objects.requireNonNull(plain.get(it.at()))));
                    readers.add(new Cell.Part(by, parts, by.indexOf(i)));
                }
            }
            return readers;
        }

        private @Nullable Derived partOf(int field) {
            return derived.stream().filter(it -> it.indexOf(field) >= 0).findFirst().orElse(null);
        }

        private Cell writer(FieldMapping.End end, int field, String name) {
            Cell cell = EntityMappings.writer(end, field, name);
            Derived by = partOf(field);
            if (by != null) {
                return new Cell.Joint(cell, by.fields());
            }
            BitSet repairedBy = validation.repairedBy(field);
            return repairedBy.isEmpty() ? cell : new Cell.Joint(cell, repairedBy);
        }
    }

    private static Cell reader(FieldMapping.End end, int at) {
        Nulls nulls = end.nulls();
        var cell = new Cell.Carried(end.column().name(), at, end.read(), end.differences());
        return nulls.readsPlain()
                ? cell
                : new Cell.Blank(cell, nulls.blanks(), nulls.unsaid() ? Unchanged.UNSAID : null);
    }

    private static Cell writer(FieldMapping.End end, int at, String field) {
        Nulls nulls = end.nulls();
        var cell = new Cell.Carried(field, at, end.write(), end.differences());
        Cell filled =
                nulls.writesPlain()
                        ? cell
                        : new Cell.Filled(cell, field, nulls.written(), nulls.refused());
        return end.isLookedUp() ? new Cell.Referring(filled) : filled;
    }

    /// The direction out of the system listed first.
    public EntityMapping fromFirst() {
        return new EntityMapping(first, second, ignored, filter, sent.byFirst, validation);
    }

    /// The direction into it.
    public EntityMapping intoFirst() {
        return new EntityMapping(second, first, ignored, filter, sent.bySecond, validation);
    }

    /// The shape of the entity's canonical records.
    public Shape canonical() {
        return first.canonical();
    }
}
