package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.Table.UniqueKey;
import dev.duet.schemas.config.FieldConfig;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Unique keys over mapped columns that the other side does not have. Pure.
final class UniqueKeyCheck {
    private UniqueKeyCheck() {}

    static void run(EntityTables entity, Findings findings) {
        entity.sides().forEach(side -> check(side, entity.peerOf(side), findings));
    }

    private static void check(SideTable side, SideTable peer, Findings findings) {
        Set<Set<String>> there = uniqueFields(peer);
        for (UniqueKey unique : side.table().uniques()) {
            Optional<Set<String>> fields = fields(side, unique.columns());
            boolean plain = unique.identifiesRows();
            boolean counts =
                    plain ? fields.isPresent() && !there.contains(fields.get()) : !side.shared();
            if (counts) {
                report(side, peer, unique, plain && fields.isPresent(), findings);
            }
        }
        // The primary key counts where the file's key is another.
        Optional<Set<String>> primary = fields(side, side.table().primaryKey());
        if (primary.isPresent() && !primary.get().isEmpty() && !there.contains(primary.get())) {
            var key = new UniqueKey("PRIMARY KEY", side.table().primaryKey(), false, false);
            report(side, peer, key, true, findings);
        }
    }

    private static void report(
            SideTable side,
            SideTable peer,
            UniqueKey unique,
            boolean canBeMade,
            Findings findings) {
        if (!canBeMade) {
            findings.in(side.system())
                    .add(
                            SchemaCode.UNIQUE_ONE_SIDE,
                            side.name() + ": " + unique.name(),
                            "it covers %s"
                                    .formatted(
                                            unique.partial() ? "some rows only" : "an expression"),
                            Mend.words(
                                    "See to it that %s keeps the same rule on %s, or drop the index."
                                            .formatted(peer.system(), peer.name())));
            return;
        }
        List<String> columns =
                unique.columns().stream().map(column -> peerColumn(side, peer, column)).toList();
        findings.in(peer.system())
                .add(
                        SchemaCode.UNIQUE_ONE_SIDE,
                        peer.name() + " (" + String.join(", ", columns) + ")",
                        "%s in %s is unique over %s (%s), this side is not"
                                .formatted(
                                        side.name(),
                                        side.system(),
                                        String.join(", ", unique.columns()),
                                        unique.name()),
                        Mend.sql(
                                        "ALTER TABLE %s ADD UNIQUE (%s)"
                                                .formatted(
                                                        peer.sqlName(),
                                                        SqlName.list(peer.kind(), columns)))
                                .andThen("Or drop the other, if nothing needs it."));
    }

    private static String peerColumn(SideTable side, SideTable peer, String column) {
        String field = side.fields().get(column);
        return peer.entity().allFields().stream()
                .filter(candidate -> candidate.name().equals(field))
                .flatMap(candidate -> candidate.column(peer.system()).stream())
                .findFirst()
                .orElseThrow();
    }

    /// The plain unique keys of a side, as sets of fields.
    private static Set<Set<String>> uniqueFields(SideTable side) {
        Table table = side.table();
        Set<Set<String>> keys =
                table.uniques().stream()
                        .filter(UniqueKey::identifiesRows)
                        .flatMap(unique -> fields(side, unique.columns()).stream())
                        .collect(Collectors.toCollection(HashSet::new));
        fields(side, table.primaryKey()).ifPresent(keys::add);
        return keys;
    }

    /// The fields in these columns, if every one is a field that both sides have a column for.
    private static Optional<Set<String>> fields(SideTable side, List<String> columns) {
        Set<String> shared =
                side.entity().allFields().stream()
                        .filter(field -> field.columns().size() == 2)
                        .map(FieldConfig::name)
                        .collect(Collectors.toSet());
        Set<String> fields =
                columns.stream()
                        .map(side.fields()::get)
                        .filter(Objects::nonNull)
                        .filter(shared::contains)
                        .collect(Collectors.toSet());
        return fields.size() == columns.size() ? Optional.of(fields) : Optional.empty();
    }
}
