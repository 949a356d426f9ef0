package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.FieldConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The two tables of an entity, as far as they exist; and what to look at in them. Immutable.
///
/// @param first the system that the file lists first
public record EntityTables(SideTable postgres, SideTable mysql, String first) {

    public Stream<SideTable> sides() {
        return Stream.of(postgres, mysql);
    }

    SideTable peerOf(SideTable side) {
        return side.equals(postgres) ? mysql : postgres;
    }

    /// What a field is, where its columns exist.
    Optional<FieldMapping> mapping(FieldConfig field) {
        boolean there =
                sides().allMatch(
                                side ->
                                        field.column(side.system()).isEmpty()
                                                || side.place(field).isPresent());
        return there
                ? Optional.of(
                        FieldMapping.of(
                                field,
                                side(true).place(field),
                                side(false).place(field),
                                postgres.entity().isSummed(field)))
                : Optional.empty();
    }

    /// All fields, the key's first; none when one of them cannot be kept in step, which is a
    /// finding of its own.
    List<FieldMapping.Present> fields() {
        List<FieldMapping.Present> fields = new ArrayList<>();
        for (FieldConfig field : postgres.entity().allFields()) {
            if (!(mapping(field).orElse(null) instanceof FieldMapping.Present present)) {
                return List.of();
            }
            fields.add(present);
        }
        return fields;
    }

    /// The system listed first, or the other one.
    SideTable side(boolean listedFirst) {
        return postgres.system().equals(first) == listedFirst ? postgres : mysql;
    }

    /// Everything that can be said without asking the databases more.
    ///
    /// @param all every entity's tables, this one's among them
    /// @param writers the users that Duet writes with, by system
    public static void check(List<EntityTables> all, Findings findings) {
        for (EntityTables entity : all) {
            KeyCheck.run(entity, findings);
            ColumnPairCheck.run(entity, findings);
            LoneColumnCheck.run(entity, findings);
            UniqueKeyCheck.run(entity, findings);
            CollationCheck.run(entity, findings);
            RuleCheck.run(entity, findings);
            DerivedCheck.run(entity, findings);
            SoftDeleteCheck.run(entity, findings);
            CrosswalkCheck.run(entity, findings);
            ValidationCheck.run(entity, findings);
            LookupCheck.run(entity, findings);
            PartCheck.run(all, entity, findings);
            ReferenceCheck.run(all, entity, findings);
        }
        ForeignKeyCheck.run(all, findings);
    }

    /// The entity's tables whose name on that side is this, if it is mapped.
    static Optional<EntityTables> find(List<EntityTables> all, String system, TableName name) {
        return all.stream()
                .filter(
                        entity ->
                                entity.sides()
                                        .anyMatch(
                                                side ->
                                                        side.system().equals(system)
                                                                && side.name().equals(name)))
                .findFirst();
    }
}
