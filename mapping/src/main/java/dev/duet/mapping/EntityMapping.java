package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// One entity in one direction: the source's rows are read into canonical records, and those are
/// written as the target's rows. Immutable.
///
/// @param ignored the fields whose changes alone are nothing to tell the target
/// @param filter which rows are records; the others are as if they were not there
/// @param sent which records the source sends to the target
/// @param validation what records have to meet to go over
public record EntityMapping(
        SystemMapping source,
        SystemMapping target,
        BitSet ignored,
        Filter filter,
        Filter sent,
        Validation validation) {

    /// What a change of the source's is for the target.
    public Mapped map(Change change) {
        try {
            Change among = among(change);
            if (among == null) {
                return new Mapped.Passed(change);
            }
            if (isWithheld(among)) {
                return read(change); // the core has to know of it
            }
            return switch (among) {
                case Change.Insert insert -> validated(inserted(insert));
                case Change.Update update -> {
                    Row before = source.read(update.before());
                    Row after = source.read(update.after(), update.before(), before);
                    yield validated(updated(update, before, after));
                }
                case Change.Delete delete -> deleted(delete);
                case Change.KeyChange move -> validated(moved(move));
                case Change.Truncate _ -> Mapped.Refused.truncate(change);
            };
        } catch (CannotConvert e) {
            return Mapped.Refused.unmapped(change, e);
        }
    }

    /// The same where the record that comes of it may go over. What changes nothing is not asked.
    private Mapped validated(Mapped.Ready ready) {
        if (validation.isEmpty()) {
            return ready;
        }
        Row left =
                switch (ready.canonical()) {
                    case Change.Insert insert -> insert.after();
                    case Change.Update update ->
                            SystemMapping.told(update.after(), update.before());
                    case Change.KeyChange move -> SystemMapping.told(move.after(), move.before());
                    case Change.Delete _, Change.Truncate _ ->
                            throw new IllegalArgumentException("it leaves no record");
                };
        if (ready.canonical() instanceof Change.Update update && left.equals(update.before())) {
            return ready;
        }
        List<Validation.Broken> broken = validation.broken(left);
        return Validation.Broken.refusing(broken)
                .<Mapped>map(it -> Mapped.Refused.broken(ready.source(), it))
                .orElseGet(() -> ready.warned(broken).repaired(repairs(ready.source())));
    }

    /// The rules by which the record that a change leaves counts as another.
    private List<Validation.Broken> repairs(Change change) {
        if (!validation.repairs()) {
            return List.of();
        }
        return switch (change) {
            case Change.Insert insert -> source.repairs(insert.after());
            case Change.Update update ->
                    source.repairs(SystemMapping.told(update.after(), update.before()));
            case Change.KeyChange move ->
                    source.repairs(SystemMapping.told(move.after(), move.before()));
            case Change.Delete _, Change.Truncate _ -> List.of();
        };
    }

    /// Whether a change leaves nothing that is sent to the target, or ends what is not.
    ///
    /// @throws CannotConvert when a field that is asked for cannot be read
    public boolean isWithheld(Change change) {
        if (sent.isAll()) {
            return false;
        }
        return switch (change) {
            case Change.Insert insert -> !isSent(insert.after(), insert.after());
            case Change.Delete delete -> !isSent(delete.before(), delete.before());
            case Change.Update update -> !isSent(update.after(), update.before());
            case Change.KeyChange move -> !isSent(move.after(), move.before());
            case Change.Truncate _ -> false;
        };
    }

    private boolean isSent(Row row, Row before) {
        return sent.admits(source, row, before);
    }

    /// What a change is among the records: a row that comes to fit is a new one, and one that
    /// ceases to fit is gone. Null when it is neither before nor after.
    private @Nullable Change among(Change change) {
        if (filter.isAll() && source.absence().isEmpty()) {
            return change;
        }
        return switch (change) {
            case Change.Insert insert -> isRecord(insert.after()) ? insert : null;
            case Change.Delete delete -> isRecord(delete.before()) ? delete : null;
            case Change.Update update ->
                    isRecord(update.before()) != isRecord(update.after(), update.before())
                                    && source.isPeersSay(update.before(), update.after())
                            ? update
                            : among(update, update.before(), update.after());
            case Change.KeyChange move -> among(move, move.before(), move.after());
            case Change.Truncate truncate -> truncate;
        };
    }

    private @Nullable Change among(Change change, Row before, Row after) {
        boolean was = isRecord(before);
        if (isRecord(after, before)) {
            return was ? change : new Change.Insert(change.shape(), whole(after, before));
        }
        if (!was) {
            return null;
        }
        boolean left = change instanceof Change.Update && !source.isAbsent(after, before);
        return new Change.Delete(change.shape(), before, left);
    }

    private boolean isRecord(Row row) {
        return isRecord(row, row);
    }

    private boolean isRecord(Row row, Row before) {
        return admits(source, row, before);
    }

    private boolean admits(SystemMapping system, Row row, Row before) {
        return !system.isAbsent(row, before) && filter.admits(system, row, before);
    }

    /// With the large values that the log leaves out where they did not change.
    private static Row whole(Row after, Row before) {
        @Nullable Object[] values = after.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == Unchanged.VALUE ? before.get(i) : values[i];
        }
        return Row.of(values);
    }

    /// The record that a row of the source's is; null when it is none.
    ///
    /// @throws CannotConvert when it cannot be read
    public @Nullable Row record(Row row) {
        return isRecord(row) ? source.read(row) : null;
    }

    /// Whether a row of the target's is not a record.
    ///
    /// @throws CannotConvert when it cannot be read
    public boolean isHidden(Row inTarget) {
        return !admits(target, inTarget, inTarget);
    }

    private Mapped.Ready inserted(Change.Insert change) {
        Row after = source.read(change.after());
        return new Mapped.Ready(
                change,
                new Change.Insert(canonical(), after),
                new Change.Insert(target.shape(), target.write(after)));
    }

    private Mapped.Ready updated(Change change, Row before, Row after) {
        Row there = target.image(before);
        if (ignored.isEmpty()) {
            return updated(change, before, after, there);
        }
        return isMaterial(before, after)
                ? updated(
                        change,
                        unsaid(before, ignored),
                        after,
                        unsaid(there, target.columns(ignored)))
                : updated(change, before, before, there);
    }

    private Mapped.Ready updated(Change change, Row before, Row after, Row there) {
        Row found = target.found(there, before, after);
        return new Mapped.Ready(
                change,
                new Change.Update(canonical(), before, after),
                new Change.Update(target.shape(), found, target.write(after, before, found)));
    }

    private boolean isMaterial(Row before, Row after) {
        for (int i = ignored.nextClearBit(0); i < after.size(); i = ignored.nextClearBit(i + 1)) {
            if (!(after.get(i) instanceof Unchanged)
                    && !Objects.equals(before.get(i), after.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// What an ignored field was is not known on the other side: so its value rides along with
    /// every change of another field.
    private static Row unsaid(Row row, BitSet some) {
        @Nullable Object[] values = row.toArray();
        some.stream().forEach(i -> values[i] = Unchanged.UNSAID);
        return Row.of(values);
    }

    private Mapped deleted(Change.Delete change) {
        Row before = source.read(change.before());
        return new Mapped.Ready(
                change,
                new Change.Delete(canonical(), before, change.left()),
                new Change.Delete(target.shape(), target.image(before), change.left()));
    }

    private Mapped.Ready moved(Change.KeyChange change) {
        Row before = source.read(change.before());
        Row after = source.read(change.after(), change.before(), before);
        Row there = target.found(target.image(before), before, after);
        return new Mapped.Ready(
                change,
                new Change.KeyChange(canonical(), before, after),
                new Change.KeyChange(target.shape(), there, target.write(after, before, there)));
    }

    /// What the source's log shows, as the core has it: whether the target can hold it does not
    /// matter, for it is not written there.
    public Mapped read(Change change) {
        try {
            Change among = among(change);
            if (among == null) {
                return new Mapped.Passed(change);
            }
            Change read =
                    switch (among) {
                        case Change.Insert insert ->
                                new Change.Insert(canonical(), source.read(insert.after()));
                        case Change.Update update -> {
                            Row before = source.read(update.before());
                            yield new Change.Update(
                                    canonical(),
                                    before,
                                    source.read(update.after(), update.before(), before));
                        }
                        case Change.Delete delete ->
                                new Change.Delete(
                                        canonical(), source.read(delete.before()), delete.left());
                        case Change.KeyChange move -> {
                            Row before = source.read(move.before());
                            yield new Change.KeyChange(
                                    canonical(),
                                    before,
                                    source.read(move.after(), move.before(), before));
                        }
                        case Change.Truncate _ -> new Change.Truncate(canonical());
                    };
            return new Mapped.Ready(change, read, read);
        } catch (CannotConvert e) {
            return Mapped.Refused.unmapped(change, e);
        }
    }

    private Shape canonical() {
        return source.canonical();
    }
}
