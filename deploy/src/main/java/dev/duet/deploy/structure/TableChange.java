package dev.duet.deploy.structure;

import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What became of an entity's table in one system since Duet read its catalog, and what to do about
/// it. Immutable.
public final class TableChange {
    private final EntityConfig entity;
    private final SystemConfig system;
    private final SystemConfig peer;
    private final Table before;
    private final @Nullable Table now;
    private final List<ColumnChange> mapped = new ArrayList<>();
    private final List<ColumnChange> others = new ArrayList<>();

    /// @param now null where there is no such table any more
    public TableChange(
            EntityConfig entity,
            SystemConfig system,
            SystemConfig peer,
            Table before,
            @Nullable Table now) {
        this.entity = entity;
        this.system = system;
        this.peer = peer;
        this.before = before;
        this.now = now;
        if (now != null) {
            compare(now);
        }
    }

    private void compare(Table after) {
        Set<String> isMapped = new HashSet<>(entity.mappedColumns(system.name()).toList());
        Set<String> renamed = new HashSet<>();
        for (TableColumn column : before.columns()) {
            Optional<TableColumn> same = after.column(column.name());
            ColumnChange change;
            if (same.isPresent()) {
                if (same.get().type().equals(column.type())) {
                    continue;
                }
                change =
                        new ColumnChange.Retyped(
                                column,
                                same.get(),
                                TypeTable.column(system.kind(), column).kind()
                                        != TypeTable.column(system.kind(), same.get()).kind());
            } else {
                Optional<TableColumn> other = inItsPlace(column, after);
                other.ifPresent(it -> renamed.add(it.name()));
                change =
                        other.<ColumnChange>map(it -> new ColumnChange.Renamed(column, it))
                                .orElseGet(() -> new ColumnChange.Dropped(column));
            }
            (isMapped.contains(column.name()) ? mapped : others).add(change);
        }
        for (TableColumn column : after.columns()) {
            if (before.column(column.name()).isEmpty() && !renamed.contains(column.name())) {
                others.add(new ColumnChange.Added(column));
            }
        }
    }

    /// A new column of the same type behind the same column: columns keep their order when one is
    /// renamed.
    private Optional<TableColumn> inItsPlace(TableColumn gone, Table after) {
        String ahead = ahead(gone, before, after);
        return after.columns().stream()
                .filter(it -> before.column(it.name()).isEmpty())
                .filter(it -> it.type().equals(gone.type()))
                .filter(it -> ahead(it, after, before).equals(ahead))
                .findFirst();
    }

    /// The last column ahead of this one that the other table has, too; empty for none.
    private static String ahead(TableColumn column, Table of, Table other) {
        String last = "";
        for (TableColumn one : of.columns().subList(0, of.columns().indexOf(column))) {
            if (other.column(one.name()).isPresent()) {
                last = one.name();
            }
        }
        return last;
    }

    /// Whether nothing that the file maps is other than it was.
    public boolean isHarmless() {
        return now != null && mapped.isEmpty();
    }

    /// Whether what the file says does not hold any more.
    public boolean isBreaking() {
        return now == null || mapped.stream().anyMatch(ColumnChange::isBreaking);
    }

    /// Whether its records cannot be known by their keys any more.
    public boolean isKeyLost() {
        return now == null
                || mapped.stream()
                        .filter(ColumnChange::isBreaking)
                        .flatMap(it -> fieldOf(it).stream())
                        .anyMatch(entity.key()::contains);
    }

    /// Whether anything is other than it was.
    public boolean isSeen() {
        return now == null || !mapped.isEmpty() || !others.isEmpty();
    }

    /// What was changed.
    public String words() {
        if (now == null) {
            return "there is no table %s in %s any more".formatted(before.name(), system.name());
        }
        List<String> all = new ArrayList<>();
        mapped.forEach(it -> all.add(it.words()));
        others.forEach(it -> all.add(it.words() + ", which the file does not map"));
        return "table %s in %s: %s".formatted(before.name(), system.name(), String.join("; ", all));
    }

    /// What a person may do, in the order in which it is to be done.
    public List<String> mends() {
        List<String> mends = new ArrayList<>();
        if (now == null) {
            mends.add("give the table back, or take entity " + entity.name() + " out of the file");
        }
        for (ColumnChange change : mapped) {
            fieldOf(change).ifPresent(field -> mends.add(mend(change, field)));
        }
        for (ColumnChange change : others) {
            if (change instanceof ColumnChange.Added added) {
                mends.add(
                        "to carry %s over: %s, and in the file 'fields: { %s: { %s: %s, %s: %s } }'"
                                .formatted(
                                        added.now().name(),
                                        alter("ADD COLUMN", added.now().name(), added.now()),
                                        added.now().name(),
                                        system.name(),
                                        added.now().name(),
                                        peer.name(),
                                        added.now().name()));
            }
        }
        return mends;
    }

    private String mend(ColumnChange change, FieldConfig field) {
        String there = field.column(peer.name()).orElse("");
        boolean isKey = entity.key().contains(field);
        return switch (change) {
            case ColumnChange.Renamed it ->
                    "in the file: entities.%s.%s.%s.%s: %s"
                            .formatted(
                                    entity.name(),
                                    isKey ? "key" : "fields",
                                    field.name(),
                                    system.name(),
                                    it.now().name());
            case ColumnChange.Dropped it when isKey ->
                    "give column %s of the key back".formatted(it.before().name());
            case ColumnChange.Dropped it ->
                    "take field %s out of the file%s; or give column %s back"
                            .formatted(
                                    field.name(),
                                    there.isEmpty()
                                            ? ""
                                            : " (and in %s, if it is to go there, too: ALTER TABLE %s DROP COLUMN %s;)"
                                                    .formatted(
                                                            peer.name(),
                                                            entity.table(peer.name()),
                                                            there),
                                    it.before().name());
            case ColumnChange.Retyped it ->
                    there.isEmpty()
                            ? "look at what is derived from it in the file"
                            : alter(
                                    peer.kind() == DatabaseKind.POSTGRES
                                            ? "ALTER COLUMN"
                                            : "MODIFY COLUMN",
                                    there,
                                    it.now());
            case ColumnChange.Added _ -> throw new IllegalArgumentException("it is not mapped");
        };
    }

    /// The same for the other side.
    private String alter(String action, String column, TableColumn as) {
        String type = TwinType.of(system.kind(), as.type());
        return "in %s: ALTER TABLE %s %s %s %s%s;"
                .formatted(
                        peer.name(),
                        entity.table(peer.name()),
                        action,
                        column,
                        action.equals("ALTER COLUMN") ? "TYPE " : "",
                        type);
    }

    private Optional<FieldConfig> fieldOf(ColumnChange change) {
        TableColumn was = change.was();
        return was == null
                ? Optional.empty()
                : entity.allFields().stream()
                        .filter(it -> it.column(system.name()).equals(Optional.of(was.name())))
                        .findFirst();
    }
}
