package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.Ruling;
import dev.duet.apply.plan.Links;
import dev.duet.apply.plan.UndeclaredKeys;
import dev.duet.mapping.Absence;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.LargeMapping;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.SystemMapping;
import dev.duet.mapping.Validation;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How the canonical records of the conflict core look at both ends of a direction. Immutable.
public final class TargetTerms {
    private final Map<String, EntityMapping> mappings;
    private final Map<String, BitSet> kept;
    private final UndeclaredKeys undeclared;
    private final Links links;
    private final boolean hasRules;

    /// The entities that have a table of the target's together with others.
    private final Set<String> sharing;

    /// @param mappings of the direction, by entity
    /// @param kept by entity, the fields in which one side may keep a value of its own
    public TargetTerms(
            Map<String, EntityMapping> mappings,
            Map<String, BitSet> kept,
            UndeclaredKeys undeclared,
            Links links) {
        this.mappings = Map.copyOf(mappings);
        this.undeclared = undeclared;
        this.links = links;
        this.kept = Map.copyOf(kept);
        this.hasRules =
                mappings.values().stream().anyMatch(mapping -> !mapping.validation().isEmpty());
        this.sharing =
                mappings.values().stream()
                        .map(mapping -> mapping.target().shape())
                        .collect(Collectors.groupingBy(Shape::table))
                        .values()
                        .stream()
                        .filter(shapes -> shapes.size() > 1)
                        .flatMap(List::stream)
                        .map(Shape::entity)
                        .collect(Collectors.toSet());
    }

    /// Whether an entity has its table in the target together with others.
    boolean sharesTable(String entity) {
        return sharing.contains(entity);
    }

    /// Whether any entity's records have to meet rules.
    boolean hasRules() {
        return hasRules;
    }

    /// The shape of an entity's canonical records.
    public Shape canonical(String entity) {
        return target(entity).canonical();
    }

    /// The source's changes of canonical records; what the target cannot take is not among them.
    Changes canonical(MappedTransaction transaction) {
        if (transaction.changes() instanceof LargeMapping large) {
            return large.as(Mapped.Ready::canonical);
        }
        List<Change> canonical = new ArrayList<>();
        for (Mapped change : transaction.changes()) {
            if (change instanceof Mapped.Ready ready) {
                canonical.add(ready.canonical());
            }
        }
        return Changes.of(canonical, transaction.source().weight());
    }

    /// What the source's log says about a record that is let go; nothing when there is no such
    /// record.
    Optional<Release> canonical(Release release) {
        SystemMapping source = source(release.entity());
        Row row = release.row();
        try {
            @Nullable Row record = row == null ? null : mapping(release.entity()).record(row);
            return source.read(release.key())
                    .map(key -> new Release(release.entity(), key, record));
        } catch (CannotConvert e) {
            return Optional.empty();
        }
    }

    /// The records that a change is about: two when it changes a key, none when it truncates or
    /// there can be no record with the key.
    public List<RecordKey> keys(Mapped change) {
        return switch (change) {
            case Mapped.Ready ready -> keys(ready.canonical());
            case Mapped.Passed _ -> List.of();
            case Mapped.Refused refused ->
                    keys(refused.source()).stream()
                            .flatMap(
                                    row ->
                                            record(source(row.entity()), row.entity(), row.key())
                                                    .stream())
                            .toList();
        };
    }

    /// A record by its key in the target; nothing when there can be none.
    public Optional<RecordKey> ofTarget(String entity, Key key) {
        return record(target(entity), entity, key);
    }

    /// A record's key in the target; nothing when that cannot hold it.
    public Optional<Key> keyOfTarget(RecordKey record) {
        return target(record.entity()).write(record.key());
    }

    /// The fields of which the target's row says exactly what they are.
    BitSet exact(String entity) {
        SystemMapping target = target(entity);
        BitSet exact = new BitSet();
        for (int i = 0; i < target.canonical().size(); i++) {
            BitSet columns = columns(entity, i);
            exact.set(i, target.shape().exact(columns).equals(columns));
        }
        return exact;
    }

    private static Optional<RecordKey> record(SystemMapping system, String entity, Key key) {
        return system.read(key).map(canonical -> new RecordKey(entity, canonical));
    }

    /// The record that a row of the target's is.
    ///
    /// @throws CannotConvert when it is none
    public Row ofTarget(String entity, Row row) {
        return target(entity).read(row);
    }

    /// The same of a row that may not be there, or that is none: null then.
    ///
    /// @throws CannotConvert when it cannot be read
    public @Nullable Row recordOfTarget(String entity, @Nullable Row row) {
        return row == null || isHidden(entity, row) ? null : ofTarget(entity, row);
    }

    /// What rows of the target name by the file's word alone.
    UndeclaredKeys undeclared() {
        return undeclared;
    }

    /// What the file's rules say of records that rows of the target name.
    public Links links() {
        return links;
    }

    /// Whether some rows of the entity's table are no records.
    boolean isFiltered(String entity) {
        return !mapping(entity).filter().isAll();
    }

    /// Whether a change of the source's leaves nothing that is sent to the target.
    boolean isWithheld(Change ofSource) {
        return mapping(ofSource.shape().entity()).isWithheld(ofSource);
    }

    /// How the target holds records of an entity that are not there; nothing where each row is one.
    Optional<Absence> absence(String entity) {
        return target(entity).absence();
    }

    /// Whether a row of the target's is none.
    public boolean isHidden(String entity, Row inTarget) {
        return mapping(entity).isHidden(inTarget);
    }

    /// Whether a row of the target's is a record, or cannot be read, so that nobody can say.
    public boolean mayBeRecord(String entity, Row inTarget) {
        try {
            return !isHidden(entity, inTarget);
        } catch (CannotConvert _) {
            return true;
        }
    }

    /// The columns of the target that a field is written to.
    BitSet columns(String entity, int field) {
        BitSet only = new BitSet();
        only.set(field);
        return target(entity).columns(only);
    }

    /// The fields that may differ between the sides for good.
    public BitSet ignored(String entity) {
        return (BitSet) mapping(entity).ignored().clone();
    }

    /// The target's columns that the source's row says nothing of, since one side may keep a value
    /// of its own there.
    BitSet keptColumns(String entity) {
        return columns(entity, kept.getOrDefault(entity, new BitSet()));
    }

    /// A record's key as it is named in `duet.conflict`, whatever either system calls it.
    public String name(RecordKey record) {
        Shape shape = canonical(record.entity());
        return Images.keyText(shape, record.key().row(shape.size()));
    }

    /// A record's key as people know it in the source.
    String keyText(RecordKey record) {
        SystemMapping source = source(record.entity());
        Row row = record.key().row(source.canonical().size());
        return Images.keyText(source.shape(), source.show(row));
    }

    /// What a write would have been as a change of the source's.
    Change asOfSource(RowWrite write) {
        SystemMapping source = source(write.key().entity());
        return switch (write) {
            case RowWrite.Insert insert ->
                    new Change.Insert(source.shape(), source.show(insert.row()));
            case RowWrite.Delete delete ->
                    new Change.Delete(
                            source.shape(), source.show(expected(delete, source.canonical())));
            case RowWrite.Update update ->
                    new Change.Update(
                            source.shape(),
                            source.show(update.expected()),
                            source.show(update.result()));
        };
    }

    /// The incoming change that a ruling is about, as a change of the source's.
    Change asOfSource(RecordKey record, Ruling.Images images) {
        SystemMapping source = source(record.entity());
        Row before = images.before();
        Row after = images.after();
        if (before != null && after != null) {
            return new Change.Update(source.shape(), source.show(before), source.show(after));
        }
        if (after != null) {
            return new Change.Insert(source.shape(), source.show(after));
        }
        Row gone = before == null ? record.key().row(source.canonical().size()) : before;
        return new Change.Delete(source.shape(), source.show(gone));
    }

    /// What a record must be to be deleted: a release deletes by the key alone, and says nothing
    /// else.
    private static Row expected(RowWrite.Delete delete, Shape canonical) {
        return delete.guarded().isEmpty()
                ? delete.key().key().row(canonical.size())
                : delete.expected();
    }

    /// The same for a change in the form in which the records are to be named.
    public static List<RecordKey> keys(Change canonical) {
        List<RecordKey> keys = new ArrayList<>(2);
        switch (canonical) {
            case Change.Insert insert -> add(keys, insert.shape(), insert.after());
            case Change.Update update -> add(keys, update.shape(), update.before());
            case Change.Delete delete -> add(keys, delete.shape(), delete.before());
            case Change.KeyChange move -> {
                add(keys, move.shape(), move.before());
                add(keys, move.shape(), move.after());
            }
            case Change.Truncate truncate -> {}
        }
        return keys;
    }

    private static void add(List<RecordKey> keys, Shape shape, Row row) {
        keys.add(new RecordKey(shape.entity(), row.key(shape.keySize())));
    }

    /// The target's shape of an entity.
    public Shape shape(String entity) {
        return target(entity).shape();
    }

    /// A record as the target has it.
    ///
    /// @throws CannotConvert when the target cannot hold a value
    public Row row(String entity, Row record) {
        return target(entity).write(record);
    }

    /// The same of its key and of some fields alone.
    ///
    /// @throws CannotConvert when the target cannot hold a value of these
    public Row row(String entity, Row record, BitSet fields) {
        return target(entity).write(record, fields);
    }

    /// A record's key and some fields as they stand in the target already.
    ///
    /// @throws CannotConvert when the target cannot hold a value of these
    public Row expected(String entity, Row record, BitSet fields) {
        return target(entity).image(record, fields);
    }

    /// A record as the target would have it, to look at: where it cannot hold a value stands why.
    Row show(String entity, Row record) {
        return target(entity).show(record);
    }

    /// What a record must be in the target to be deleted.
    Row expected(RowWrite.Delete delete) {
        SystemMapping target = target(delete.key().entity());
        return target.image(expected(delete, target.canonical()), delete.guarded());
    }

    /// Why the record that a write leaves must not be there, as far as it is known; nothing when it
    /// may be.
    Optional<Validation.Broken> refusal(RowWrite write) {
        Validation validation = mapping(write.key().entity()).validation();
        if (validation.isEmpty()) {
            return Optional.empty();
        }
        return switch (write) {
            case RowWrite.Delete _ -> Optional.empty();
            case RowWrite.Insert insert -> validation.refusal(insert.row());
            case RowWrite.Update update -> validation.refusal(told(update));
        };
    }

    /// The record that comes of it, with a word for what nobody knows.
    Row told(RowWrite.Update update) {
        BitSet known = (BitSet) update.guarded().clone();
        known.set(0, canonical(update.key().entity()).keySize());
        for (RowWrite.FieldWrite field : update.fields()) {
            if (field instanceof RowWrite.Set set) {
                known.set(set.column());
            }
        }
        Row result = update.result();
        if (known.nextClearBit(0) >= result.size()) {
            return result;
        }
        @Nullable Object[] told = result.toArray();
        for (int i = known.nextClearBit(0); i < told.length; i = known.nextClearBit(i + 1)) {
            told[i] = Unchanged.UNSAID;
        }
        return Row.of(told);
    }

    /// The target's columns for some fields.
    public BitSet columns(String entity, BitSet fields) {
        return target(entity).columns(fields);
    }

    /// The target's column for a counter.
    int column(String entity, int field) {
        return target(entity).column(field);
    }

    /// What a counter of the target's is raised by.
    Object difference(String entity, int field, Object difference) {
        return target(entity).difference(field, difference);
    }

    private SystemMapping source(String entity) {
        return mapping(entity).source();
    }

    private SystemMapping target(String entity) {
        return mapping(entity).target();
    }

    private EntityMapping mapping(String entity) {
        EntityMapping mapping = mappings.get(entity);
        if (mapping == null) {
            throw new IllegalArgumentException("no mapping for entity " + entity);
        }
        return mapping;
    }
}
