package dev.duet.deploy.scaffold;

import dev.duet.apply.KeyRange;
import dev.duet.apply.VersionedRow;
import dev.duet.deploy.terminal.Progress;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the first rows of a table by its key, and those of the other one that have the same keys;
/// where few have, the other way round, too. One thread; remembers what it has read.
final class TableSamples implements Samples {
    /// With so many rows nothing more is asked.
    private static final int ENOUGH = 20;

    /// Of these nothing is held beside each other: they are long, or have no order of their own.
    private static final Set<Kind> UNREAD = EnumSet.of(Kind.BYTES, Kind.GEOMETRY, Kind.OPAQUE);

    private final Schema postgres;
    private final Schema mysql;
    private final int most;
    private final Progress progress;
    private final Map<Tables, List<RowPair>> known = new HashMap<>();
    private long read;

    private record Tables(TableName postgres, TableName mysql) {}

    /// @param most rows of a table; 0 for none
    TableSamples(Schema postgres, Schema mysql, int most, Progress progress) {
        this.postgres = postgres;
        this.mysql = mysql;
        this.most = most;
        this.progress = progress;
        progress.begin("reading samples", 0);
    }

    @Override
    public List<RowPair> of(Table left, Table right, List<ColumnPair> key) throws SQLException {
        if (most == 0) {
            return List.of();
        }
        var tables = new Tables(left.name(), right.name());
        @Nullable List<RowPair> before = known.get(tables);
        if (before != null) {
            return before;
        }
        Map<Key, RowPair> rows = new LinkedHashMap<>();
        var there = new Road(left, right, key);
        there.read(rows);
        if (rows.size() < ENOUGH) {
            there.back().read(rows);
        }
        List<RowPair> pairs = List.copyOf(rows.values());
        known.put(tables, pairs);
        return pairs;
    }

    /// From rows of one side to those of the other with their keys.
    private final class Road {
        private final boolean fromPostgres;
        private final Shape from;
        private final Shape to;
        private final List<ValueFunction> keys;
        private final Road back;

        Road(Table left, Table right, List<ColumnPair> key) {
            List<String> leftKey = key.stream().map(it -> it.postgres().name()).toList();
            List<String> rightKey = key.stream().map(it -> it.mysql().name()).toList();
            this.fromPostgres = true;
            this.from = shape(DatabaseKind.POSTGRES, left, leftKey);
            this.to = shape(DatabaseKind.MYSQL, right, rightKey);
            this.keys = new ArrayList<>();
            List<ValueFunction> backwards = new ArrayList<>();
            for (int i = 0; i < key.size(); i++) {
                TypePair.Carried carried =
                        (TypePair.Carried)
                                TypeTable.pair(from.columns().get(i), to.columns().get(i));
                keys.add(carried.toMysql());
                backwards.add(carried.toPostgres());
            }
            this.back = new Road(this, backwards);
        }

        private Road(Road there, List<ValueFunction> keys) {
            this.fromPostgres = false;
            this.from = there.to;
            this.to = there.from;
            this.keys = keys;
            this.back = there;
        }

        Road back() {
            return back;
        }

        /// @param into by MySQL's key
        void read(Map<Key, RowPair> into) throws SQLException {
            Schema here = fromPostgres ? postgres : mysql;
            Schema other = fromPostgres ? mysql : postgres;
            Map<Key, Row> wanted = new LinkedHashMap<>();
            for (Row row : here.reader().chunk(here.connection(), from, KeyRange.ALL, most)) {
                @Nullable Key key = carried(row);
                if (key != null) {
                    wanted.put(key, row);
                }
            }
            counted(wanted.size());
            if (wanted.isEmpty()) {
                return;
            }
            List<Row> identities = wanted.keySet().stream().map(key -> key.row(to.size())).toList();
            List<VersionedRow> found = other.reader().read(other.connection(), to, identities);
            counted(found.size());
            for (VersionedRow one : found) {
                @Nullable Row row = wanted.get(one.row().key(to.keySize()));
                if (row != null) {
                    Row inMysql = fromPostgres ? one.row() : row;
                    Row inPostgres = fromPostgres ? row : one.row();
                    into.put(
                            inMysql.key(to.keySize()),
                            new RowPair(
                                    named(fromPostgres ? from : to, inPostgres),
                                    named(fromPostgres ? to : from, inMysql)));
                }
            }
        }

        /// The key as the other side has it; null where it cannot have it.
        private @Nullable Key carried(Row row) {
            @Nullable Object[] values = new @Nullable Object[keys.size()];
            try {
                for (int i = 0; i < values.length; i++) {
                    @Nullable Object value = row.get(i);
                    values[i] = value == null ? null : keys.get(i).apply(value);
                }
                return Key.of(values);
            } catch (CannotConvert _) {
                return null;
            }
        }
    }

    private void counted(int rows) {
        read += rows;
        progress.at(read);
    }

    private static Map<String, @Nullable Object> named(Shape shape, Row row) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < shape.size(); i++) {
            values.put(shape.columns().get(i).name(), row.get(i));
        }
        return values;
    }

    private static Shape shape(DatabaseKind kind, Table table, List<String> key) {
        List<Column> columns = new ArrayList<>();
        for (String name : key) {
            columns.add(TypeTable.column(kind, table.column(name).orElseThrow()));
        }
        table.columns().stream()
                .filter(column -> !key.contains(column.name()) && !column.generated())
                .map(column -> TypeTable.column(kind, column))
                .filter(column -> !UNREAD.contains(column.kind()))
                .forEach(columns::add);
        return new Shape(table.name().name(), table.name(), columns, key.size());
    }
}
