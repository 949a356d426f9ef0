package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// One entity on one system: its rows become canonical records, and those become its rows.
/// Immutable.
///
/// A canonical record holds what both systems can hold: what is read from either, written into
/// either, and read from there again is the same. Both sides' records are then compared by value,
/// and nothing is repaired for its form alone. The way back need not be exact, see
/// [dev.duet.schemas.Column#exact].
public final class SystemMapping {
    private final Shape shape;
    private final Shape canonical;
    private final Cell[] fields;
    private final Cell[] columns;
    private final Cell[] images;
    private final BitSet[] columnsOf;
    private final int[][] columnsFrom;
    private final BitSet computed = new BitSet();
    private final boolean inOrder;
    private final boolean readsAsIs;
    private final boolean writesAsIs;
    private final Validation validation;
    private final @Nullable Absence absence;

    /// @param shape the system's
    /// @param canonical the entity's fields
    /// @param validation for what its rules repair
    /// @param absence how it holds records that are not there; null where each row is a record
    SystemMapping(
            Shape shape,
            Shape canonical,
            List<Cell> fields,
            List<Cell> columns,
            Validation validation,
            @Nullable Absence absence) {
        if (fields.size() != canonical.size() || columns.size() != shape.size()) {
            throw new IllegalArgumentException(shape.entity() + ": a field or column is not said");
        }
        this.shape = shape;
        this.canonical = canonical;
        this.validation = validation;
        this.absence = absence;
        this.fields = fields.toArray(Cell[]::new);
        this.columns = columns.toArray(Cell[]::new);
        this.images = columns.stream().map(SystemMapping::lenient).toArray(Cell[]::new);
        this.columnsOf = new BitSet[fields.size()];
        for (int i = 0; i < columnsOf.length; i++) {
            columnsOf[i] = new BitSet();
            for (int c = 0; c < this.columns.length; c++) {
                columnsOf[i].set(c, this.columns[c].inputs().get(i));
            }
        }
        this.columnsFrom =
                fields.stream()
                        .map(field -> field.inputs().stream().toArray())
                        .toArray(int[][]::new);
        for (int c = 0; c < this.columns.length; c++) {
            computed.set(c, this.columns[c].isComputed());
        }
        this.inOrder = isInOrder();
        boolean sameSize = shape.size() == canonical.size();
        this.readsAsIs = sameSize && isIdentity(this.fields);
        this.writesAsIs = sameSize && isIdentity(this.columns);
    }

    /// A row that is there already may hold what is not to be written.
    private static Cell lenient(Cell cell) {
        return switch (cell) {
            case Cell.Filled filled when filled.refused() -> filled.cell();
            case Cell.Computed derived -> new Cell.Standing(derived);
            case Cell.Referring referring -> new Cell.Standing(lenient(referring.cell()));
            case Cell.Joint joint -> new Cell.Joint(lenient(joint.cell()), joint.inputs());
            default -> cell;
        };
    }

    /// Whether field `i` is in column `i` and nowhere else.
    private boolean isInOrder() {
        for (int i = 0; i < columnsOf.length; i++) {
            if (columnsOf[i].cardinality() != 1 || !columnsOf[i].get(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdentity(Cell[] cells) {
        return IntStream.range(0, cells.length)
                .allMatch(i -> cells[i] instanceof Cell.Carried it && it.isIdentity(i));
    }

    public Shape shape() {
        return shape;
    }

    public Shape canonical() {
        return canonical;
    }

    /// How the system holds records that are not there; nothing where each row is a record.
    public Optional<Absence> absence() {
        return Optional.ofNullable(absence);
    }

    /// Whether a row stands for no record.
    ///
    /// @param before what it was: it has the large values that the log leaves out
    /// @throws CannotConvert when it cannot be read
    boolean isAbsent(Row row, Row before) {
        return absence != null && absence.isAbsent(row, before);
    }

    /// Whether a record comes or goes by values that are the other system's own.
    boolean isPeersSay(Row before, Row after) {
        return absence != null && absence.isPeersSay(before, after);
    }

    /// The record that a row of the system's is.
    ///
    /// @throws CannotConvert when it is none
    public Row read(Row row) {
        return validation.repaired(asItStands(row));
    }

    /// The rules by which the record that a row is counts as another.
    ///
    /// @throws CannotConvert when it is none
    List<Validation.Broken> repairs(Row row) {
        Row stands = asItStands(row);
        return validation.repaired(stands).equals(stands) ? List.of() : validation.repairs(stands);
    }

    private Row asItStands(Row row) {
        if (readsAsIs) {
            for (int i = 0; i < fields.length; i++) {
                if (row.get(i) instanceof Unreadable) {
                    fields[i].of(row); // says so
                }
            }
            return row;
        }
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].of(row);
        }
        return Row.of(values);
    }

    /// The same of a row that came from another: what did not change is read once.
    ///
    /// @param before the row before
    /// @param record the record that it was
    /// @throws CannotConvert when it is none
    Row read(Row row, Row before, Row record) {
        if (readsAsIs || validation.repairs()) {
            return read(validation.repairs() ? told(row, before) : row);
        }
        @Nullable Row told = null;
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            int[] from = columnsFrom[i];
            if (isAsBefore(from, row, before)) {
                values[i] = record.get(i);
            } else if (from.length == 1) {
                values[i] = fields[i].of(row);
            } else {
                told = told == null ? told(row, before) : told;
                values[i] = fields[i].of(told);
            }
        }
        return Row.of(values);
    }

    /// One field of the record that a row is.
    ///
    /// @throws CannotConvert when it is none
    @Nullable Object read(Row row, int field) {
        return fields[field].of(row);
    }

    /// The row with what it leaves out as it was.
    static Row told(Row row, Row before) {
        @Nullable Object @Nullable [] told = null;
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) instanceof Unchanged) {
                told = told == null ? row.toArray() : told;
                told[i] = before.get(i);
            }
        }
        return told == null ? row : Row.of(told);
    }

    private static boolean isAsBefore(int[] columns, Row row, Row before) {
        for (int column : columns) {
            if (!Objects.equals(row.get(column), before.get(column))) {
                return false;
            }
        }
        return true;
    }

    /// The record that a row with this key is; nothing when there can be none.
    public Optional<Key> read(Key key) {
        return key(fields, key.row(shape.size()));
    }

    /// A record by its key in the system; nothing when the system cannot hold that.
    public Optional<Key> write(Key key) {
        return key(columns, key.row(canonical.size()));
    }

    private Optional<Key> key(Cell[] cells, Row row) {
        @Nullable Object[] values = new Object[canonical.keySize()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = cells[i].of(row);
            }
        } catch (CannotConvert e) {
            return Optional.empty();
        }
        return Optional.of(Key.of(values));
    }

    /// A record as it is to be written into the system.
    ///
    /// @throws CannotConvert when it cannot hold a value
    public Row write(Row record) {
        return written(columns, record);
    }

    /// A record as it stands in the system already.
    ///
    /// @throws CannotConvert when it cannot hold a value
    Row image(Row record) {
        return written(images, record);
    }

    private Row written(Cell[] cells, Row record) {
        if (writesAsIs && isWhole(record)) {
            return record;
        }
        @Nullable Object[] values = new Object[cells.length];
        for (int c = 0; c < values.length; c++) {
            Object value = cells[c].of(record);
            values[c] = value instanceof Unchanged ? null : value;
        }
        return Row.of(values);
    }

    private static boolean isWhole(Row record) {
        for (int i = 0; i < record.size(); i++) {
            if (record.get(i) instanceof Unchanged) {
                return false;
            }
        }
        return true;
    }

    /// Of a record that is to be written, the key and some fields alone; in the other columns is
    /// nothing.
    ///
    /// @throws CannotConvert when the system cannot hold a value of these
    public Row write(Row record, BitSet some) {
        return some(columns, record, some);
    }

    /// The same of a record that stands there already.
    ///
    /// @throws CannotConvert when the system cannot hold a value of these
    public Row image(Row record, BitSet some) {
        return some(images, record, some);
    }

    private Row some(Cell[] cells, Row record, BitSet some) {
        if (writesAsIs) {
            return record; // nobody looks at the rest
        }
        BitSet wanted = (BitSet) columns(some).clone();
        wanted.set(0, shape.keySize());
        @Nullable Object[] values = new Object[cells.length];
        for (int c = wanted.nextSetBit(0); c >= 0; c = wanted.nextSetBit(c + 1)) {
            values[c] = cells[c].of(record);
        }
        return Row.of(values);
    }

    /// The row that a record was in the system, without the columns that are written whatever
    /// stands in them, as something changes that they are got from.
    Row found(Row there, Row before, Row after) {
        if (computed.isEmpty()) {
            return there;
        }
        @Nullable Object @Nullable [] found = null;
        for (int c = computed.nextSetBit(0); c >= 0; c = computed.nextSetBit(c + 1)) {
            if (changes(columns[c].inputs(), before, after)) {
                found = found == null ? there.toArray() : found;
                found[c] = Unchanged.UNSAID;
            }
        }
        return found == null ? there : Row.of(found);
    }

    private static boolean changes(BitSet some, Row before, Row after) {
        for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
            if (!(after.get(i) instanceof Unchanged)
                    && !Objects.equals(before.get(i), after.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// What a record comes to be in the system. What did not change is as it was.
    ///
    /// @param before the record before
    /// @param there the row that it was in the system
    /// @throws CannotConvert when the system cannot hold a value that did change
    Row write(Row record, Row before, Row there) {
        if (writesAsIs && isWhole(record)) {
            return record;
        }
        @Nullable Object[] values = there.toArray();
        Row told = computed.isEmpty() ? record : told(record, before);
        for (int i = 0; i < fields.length; i++) {
            if (!(record.get(i) instanceof Unchanged)
                    && !Objects.equals(before.get(i), record.get(i))) {
                BitSet changed = columnsOf[i];
                for (int c = changed.nextSetBit(0); c >= 0; c = changed.nextSetBit(c + 1)) {
                    values[c] = columns[c].of(told);
                }
            }
        }
        return Row.of(values);
    }

    /// A record as the system would have it, for people: where it cannot hold a value stands why.
    public Row show(Row record) {
        @Nullable Object[] values = new Object[columns.length];
        for (int c = 0; c < values.length; c++) {
            try {
                values[c] = columns[c].of(record);
            } catch (CannotConvert e) {
                values[c] = new Unreadable(String.valueOf(e.getMessage()));
            }
        }
        return Row.of(values);
    }

    /// The columns that some fields are written to; not to be altered.
    public BitSet columns(BitSet some) {
        if (inOrder) {
            return some;
        }
        BitSet written = new BitSet();
        for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
            written.or(columnsOf[i]);
        }
        return written;
    }

    /// What a counter's column is raised by when the field is raised by that.
    public Object difference(int field, Object difference) {
        return columns[column(field)].difference(difference);
    }

    /// The column that alone holds a field.
    public int column(int field) {
        return columnsOf[field].nextSetBit(0);
    }

    /// The columns that hold the fields, in the fields' order; the field itself where it is part of
    /// a derived column.
    public Shape byField() {
        List<Column> byField = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            boolean part = fields[i] instanceof Cell.GivenBack || fields[i] instanceof Cell.Part;
            byField.add(part ? canonical.columns().get(i) : shape.columns().get(column(i)));
        }
        return new Shape(shape.entity(), shape.table(), byField, shape.keySize());
    }
}
