package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.types.Cover;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.FieldConfig;

import java.util.Optional;

/// The two columns of each field: their types, and whether they take NULL. Pure.
final class ColumnPairCheck {
    private final EntityTables entity;
    private final Findings findings;

    private ColumnPairCheck(EntityTables entity, Findings findings) {
        this.entity = entity;
        this.findings = findings;
    }

    static void run(EntityTables entity, Findings findings) {
        var check = new ColumnPairCheck(entity, findings);
        for (FieldConfig field : entity.postgres().entity().allFields()) {
            Optional<TableColumn> postgres = entity.postgres().columnOf(field);
            Optional<TableColumn> mysql = entity.mysql().columnOf(field);
            if (postgres.isPresent() && mysql.isPresent()) {
                check.types(field, postgres.get(), mysql.get());
                check.nullability(postgres.get(), mysql.get());
            }
        }
    }

    private void types(FieldConfig field, TableColumn postgres, TableColumn mysql) {
        if (postgres.generated() || mysql.generated()) {
            return; // a finding of its own
        }
        var left =
                new Column(
                        postgres.name(),
                        postgres.type(),
                        TypeTable.postgresKind(postgres.type()),
                        postgres.nullable());
        var right =
                new Column(
                        mysql.name(),
                        mysql.type(),
                        TypeTable.mysqlKind(mysql.type()),
                        mysql.nullable());
        String both = "%s there, %s here".formatted(left.type(), right.type());
        Findings.InSystem here = findings.in(entity.mysql().system());
        String subject = entity.mysql().subject(mysql.name());
        switch (TypeTable.pair(left, right)) {
            case TypePair.Refused refused ->
                    here.add(
                            SchemaCode.TYPES_REFUSED,
                            subject,
                            both + ": " + refused.reason(),
                            Mend.words(sentence(refused.mend())));
            case TypePair.Lossless _ -> {
                // Nothing to say.
            }
            case TypePair.Carried carried -> carried(field, carried, subject, both, here);
        }
    }

    private static void carried(
            FieldConfig field,
            TypePair.Carried carried,
            String subject,
            String both,
            Findings.InSystem here) {
        String note = carried.note().isEmpty() ? both : both + ": " + carried.note();
        if (carried.cover() == Cover.SOME) {
            here.add(
                    SchemaCode.TYPES_NARROW,
                    subject,
                    note,
                    Mend.words(
                            "Declare one column so that it holds all that the other does, or see to it that field %s only has values that fit both."
                                    .formatted(field.name())));
        } else {
            here.add(SchemaCode.TYPES_CONVERT, subject, note, Mend.words("Nothing to do."));
        }
    }

    /// Mended on PostgreSQL's side, where nothing else of the column has to be said again.
    private void nullability(TableColumn postgres, TableColumn mysql) {
        if (postgres.nullable() == mysql.nullable()) {
            return;
        }
        SideTable side = entity.postgres();
        String verb = postgres.nullable() ? "SET" : "DROP";
        findings.in(side.system())
                .add(
                        SchemaCode.NULLABILITY,
                        side.subject(postgres.name()),
                        "%s takes NULL, %s does not"
                                .formatted(
                                        postgres.nullable()
                                                ? side.system()
                                                : entity.mysql().system(),
                                        postgres.nullable()
                                                ? entity.mysql().system()
                                                : side.system()),
                        Mend.sql(
                                        "ALTER TABLE %s ALTER COLUMN %s %s NOT NULL"
                                                .formatted(
                                                        side.sqlName(),
                                                        side.sqlName(postgres.name()),
                                                        verb))
                                .andThen(
                                        "Or change %s in %s."
                                                .formatted(
                                                        entity.mysql().subject(mysql.name()),
                                                        entity.mysql().system())));
    }

    private static String sentence(String words) {
        return words.isEmpty()
                ? "Leave the column out."
                : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
