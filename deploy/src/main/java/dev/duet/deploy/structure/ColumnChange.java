package dev.duet.deploy.structure;

import dev.duet.schemas.catalog.TableColumn;

import org.jspecify.annotations.Nullable;

/// What became of one column.
public sealed interface ColumnChange {
    /// It has another name, as far as can be told: one of the same type stands in its place.
    record Renamed(TableColumn before, TableColumn now) implements ColumnChange {}

    record Dropped(TableColumn before) implements ColumnChange {}

    /// @param isOfOtherKind whether its values are other ones now, as texts where there were
    ///   numbers
    record Retyped(TableColumn before, TableColumn now, boolean isOfOtherKind)
            implements ColumnChange {}

    record Added(TableColumn now) implements ColumnChange {}

    /// As it was; null for one that was not there.
    default @Nullable TableColumn was() {
        return switch (this) {
            case Renamed it -> it.before;
            case Dropped it -> it.before;
            case Retyped it -> it.before;
            case Added _ -> null;
        };
    }

    /// Whether what the file says of it holds no more.
    default boolean isBreaking() {
        return switch (this) {
            case Renamed _, Dropped _ -> true;
            case Retyped it -> it.isOfOtherKind;
            case Added _ -> false;
        };
    }

    default String words() {
        return switch (this) {
            case Renamed it ->
                    "column %s (%s) is gone, and %s stands in its place: renamed, it seems"
                            .formatted(it.before.name(), it.before.type(), it.now.name());
            case Dropped it ->
                    "column %s (%s) was dropped".formatted(it.before.name(), it.before.type());
            case Retyped it ->
                    "column %s was %s and is %s now"
                            .formatted(it.before.name(), it.before.type(), it.now.type());
            case Added it -> "column %s (%s) was added".formatted(it.now.name(), it.now.type());
        };
    }
}
