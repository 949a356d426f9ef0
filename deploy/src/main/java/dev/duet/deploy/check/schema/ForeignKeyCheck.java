package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.catalog.Table.ForeignKey;
import dev.duet.schemas.config.FieldConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Foreign keys between mapped tables that only one side has, or has otherwise, and those to
/// unmapped tables. Pure.
final class ForeignKeyCheck {
    private final List<EntityTables> all;
    private final Findings findings;

    private ForeignKeyCheck(List<EntityTables> all, Findings findings) {
        this.all = all;
        this.findings = findings;
    }

    static void run(List<EntityTables> all, Findings findings) {
        var check = new ForeignKeyCheck(all, findings);
        for (EntityTables entity : all) {
            entity.sides()
                    .forEach(
                            side ->
                                    side.table()
                                            .foreignKeys()
                                            .forEach(key -> check.check(entity, side, key)));
        }
    }

    /// Whether PostgreSQL has this foreign key of MySQL's too, with the same actions.
    static boolean hasTwin(List<EntityTables> all, EntityTables entity, ForeignKey key) {
        SideTable mysql = entity.mysql();
        Optional<EntityTables> parent = EntityTables.find(all, mysql.system(), key.target());
        return parent.filter(it -> PartCheck.isOneRow(entity.postgres(), it)).isPresent()
                || parent.flatMap(it -> counterpart(entity, mysql, key, it))
                        .filter(there -> sameActions(key, there))
                        .isPresent();
    }

    private void check(EntityTables entity, SideTable side, ForeignKey key) {
        Optional<EntityTables> parent = EntityTables.find(all, side.system(), key.target());
        if (isLookedUp(side, key)) {
            return; // the other side has the value, or keys of its own
        }
        if (parent.isEmpty()) {
            unmapped(side, key);
            return;
        }
        SideTable peer = entity.peerOf(side);
        if (PartCheck.isOneRow(peer, parent.get())) {
            return; // what the foreign key holds together is one row there
        }
        Optional<ForeignKey> there = counterpart(entity, side, key, parent.get());
        if (there.isEmpty()) {
            oneSided(side, peer, key, parent.get());
        } else if (side.equals(entity.postgres()) && !sameActions(key, there.get())) {
            findings.in(side.system())
                    .add(
                            SchemaCode.FOREIGN_KEY_ACTIONS,
                            side.name() + ": " + key.name(),
                            "%s here, %s on %s in %s"
                                    .formatted(
                                            actions(key),
                                            actions(there.get()),
                                            peer.name(),
                                            peer.system()),
                            recreate(side, key, there.get()));
        }
    }

    private static boolean isLookedUp(SideTable side, ForeignKey key) {
        return side.entity().fields().stream()
                .filter(
                        field ->
                                field.column(side.system())
                                        .map(List::of)
                                        .equals(Optional.of(key.columns())))
                .anyMatch(
                        field ->
                                field.form()
                                        .lookup(side.system())
                                        .filter(it -> it.table().equals(key.target()))
                                        .isPresent());
    }

    private void unmapped(SideTable side, ForeignKey key) {
        findings.in(side.system())
                .add(
                        SchemaCode.FOREIGN_KEY_UNMAPPED,
                        side.name() + ": " + key.name(),
                        "%s refers to %s, which no entity maps"
                                .formatted(String.join(", ", key.columns()), key.target()),
                        Mend.sql(drop(side, key))
                                .andThen(
                                        "Better: map %s too, or keep its rows the same on both sides."
                                                .formatted(key.target())));
    }

    private void oneSided(SideTable side, SideTable peer, ForeignKey key, EntityTables parent) {
        SideTable peerParent =
                peer.system().equals(parent.postgres().system())
                        ? parent.postgres()
                        : parent.mysql();
        Optional<List<String>> columns = translate(side, peer, key.columns());
        Optional<List<String>> targets =
                translate(peerSide(parent, side), peerParent, key.targetColumns());
        Mend mend =
                columns.isPresent() && targets.isPresent()
                        ? Mend.sql(
                                        "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                                                .formatted(
                                                        peer.sqlName(),
                                                        SqlName.list(peer.kind(), columns.get()),
                                                        peerParent.sqlName(),
                                                        SqlName.list(peer.kind(), targets.get()),
                                                        clauses(key)))
                                .andThen("Or drop the other, if nothing needs it.")
                        : Mend.words(
                                "Map the columns %s too, or drop the foreign key."
                                        .formatted(String.join(", ", key.columns())));
        findings.in(peer.system())
                .add(
                        SchemaCode.FOREIGN_KEY_ONE_SIDE,
                        peer.name() + " to " + peerParent.name(),
                        "%s in %s has %s, this side has none"
                                .formatted(side.name(), side.system(), key.name()),
                        mend);
    }

    private static SideTable peerSide(EntityTables parent, SideTable side) {
        return parent.postgres().system().equals(side.system())
                ? parent.postgres()
                : parent.mysql();
    }

    private static Optional<ForeignKey> counterpart(
            EntityTables entity, SideTable side, ForeignKey key, EntityTables parent) {
        SideTable peer = entity.peerOf(side);
        SideTable peerParent =
                parent.postgres().system().equals(peer.system())
                        ? parent.postgres()
                        : parent.mysql();
        Optional<List<String>> columns = translate(side, peer, key.columns());
        return peer.table().foreignKeys().stream()
                .filter(candidate -> candidate.target().equals(peerParent.name()))
                .filter(
                        candidate ->
                                columns.isPresent()
                                        && sameColumns(candidate.columns(), columns.get()))
                .findFirst();
    }

    private static boolean sameColumns(List<String> one, List<String> other) {
        return one.size() == other.size() && one.containsAll(other);
    }

    /// The columns of the same fields on the other side, if all are mapped.
    private static Optional<List<String>> translate(
            SideTable from, SideTable to, List<String> columns) {
        var translated = new ArrayList<String>();
        for (String column : columns) {
            String field = from.fields().get(column);
            to.entity().allFields().stream()
                    .filter(candidate -> Objects.equals(candidate.name(), field))
                    .flatMap((FieldConfig candidate) -> candidate.column(to.system()).stream())
                    .findFirst()
                    .ifPresent(translated::add);
        }
        return translated.size() == columns.size() ? Optional.of(translated) : Optional.empty();
    }

    /// RESTRICT and NO ACTION differ only within a transaction.
    private static boolean sameActions(ForeignKey one, ForeignKey other) {
        return loosely(one.onDelete()).equals(loosely(other.onDelete()))
                && loosely(one.onUpdate()).equals(loosely(other.onUpdate()));
    }

    private static String loosely(String action) {
        return action.equals("RESTRICT") ? "NO ACTION" : action;
    }

    private static String actions(ForeignKey key) {
        return "ON DELETE " + key.onDelete() + " ON UPDATE " + key.onUpdate();
    }

    private static String clauses(ForeignKey key) {
        return key.onDelete().equals("SET DEFAULT") || key.onUpdate().equals("SET DEFAULT")
                ? ""
                : " " + actions(key);
    }

    /// Made anew with the other side's actions.
    private static Mend recreate(SideTable side, ForeignKey key, ForeignKey like) {
        return Mend.sql(
                        drop(side, key),
                        "ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) %s"
                                .formatted(
                                        side.sqlName(),
                                        side.sqlName(key.name()),
                                        SqlName.list(side.kind(), key.columns()),
                                        SqlName.of(side.kind(), key.target()),
                                        SqlName.list(side.kind(), key.targetColumns()),
                                        actions(like)))
                .andThen("Or change the other side.");
    }

    private static String drop(SideTable side, ForeignKey key) {
        return switch (side.kind()) {
            case POSTGRES ->
                    "ALTER TABLE %s DROP CONSTRAINT %s"
                            .formatted(side.sqlName(), side.sqlName(key.name()));
            case MYSQL ->
                    "ALTER TABLE %s DROP FOREIGN KEY %s"
                            .formatted(side.sqlName(), side.sqlName(key.name()));
        };
    }
}
