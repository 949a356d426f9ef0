package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.types.Cover;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.NullPolicy;

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
                if (field.form().carriesAsTyped()) {
                    check.types(postgres.get(), mysql.get());
                }
                check.saying(field, mysql.get());
                check.nullability(field, postgres.get(), mysql.get());
            }
        }
    }

    /// What the file says of the field, beside its columns.
    private void saying(FieldConfig field, TableColumn mysql) {
        if (!field.form().equals(FieldForm.PLAIN)
                && entity.mapping(field).orElse(null) instanceof FieldMapping.Refused refused) {
            findings.in(entity.mysql().system())
                    .add(
                            SchemaCode.TYPES_REFUSED,
                            entity.mysql().subject(mysql.name()),
                            "field " + field.name() + ": " + refused.reason(),
                            Mend.words(sentence(refused.mend())));
        }
    }

    private void types(TableColumn postgres, TableColumn mysql) {
        if (postgres.generated() || mysql.generated()) {
            return; // a finding of its own
        }
        Column left = TypeTable.column(entity.postgres().kind(), postgres);
        Column right = TypeTable.column(entity.mysql().kind(), mysql);
        String both =
                "%s in %s, %s in %s"
                        .formatted(
                                left.type(),
                                entity.postgres().system(),
                                right.type(),
                                entity.mysql().system());
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
            case TypePair.Carried carried -> carried(new Pair(left, right, mysql), carried, both);
        }
    }

    /// @param declared MySQL's column with all that a MODIFY has to repeat
    private record Pair(Column postgres, Column mysql, TableColumn declared) {}

    private void carried(Pair pair, TypePair.Carried carried, String both) {
        String note = carried.note().isEmpty() ? both : both + ": " + carried.note();
        SideTable mysql = entity.mysql();
        String subject = mysql.subject(pair.mysql().name());
        if (carried.cover() != Cover.SOME) {
            findings.in(mysql.system())
                    .add(SchemaCode.TYPES_CONVERT, subject, note, Mend.words("Nothing to do."));
            return;
        }
        Optional<String> wider = Widening.ofMysql(pair.postgres(), pair.mysql());
        if (wider.isPresent()) {
            TableColumn declared = pair.declared();
            findings.in(mysql.system())
                    .add(
                            SchemaCode.TYPES_NARROW,
                            subject,
                            note,
                            Mend.sql(
                                            MysqlColumn.modify(
                                                    mysql,
                                                    declared,
                                                    wider.get(),
                                                    declared.nullable()))
                                    .andThen("Or see to it that only values come that fit both."));
        } else {
            narrowPostgres(pair, subject, note);
        }
    }

    private void narrowPostgres(Pair pair, String subject, String note) {
        SideTable postgres = entity.postgres();
        Optional<String> wider = Widening.ofPostgres(pair.postgres(), pair.mysql());
        Findings.InSystem where =
                findings.in(wider.isPresent() ? postgres.system() : entity.mysql().system());
        where.add(
                SchemaCode.TYPES_NARROW,
                wider.isPresent() ? postgres.subject(pair.postgres().name()) : subject,
                note,
                wider.map(
                                type ->
                                        Mend.sql(
                                                "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
                                                        .formatted(
                                                                postgres.sqlName(),
                                                                postgres.sqlName(
                                                                        pair.postgres().name()),
                                                                type)))
                        .orElse(
                                Mend.words(
                                        "See to it that only values come that fit both, or declare"
                                                + " a type that holds both.")));
    }

    /// Mended on PostgreSQL's side, where nothing else of the column has to be said again.
    private void nullability(FieldConfig field, TableColumn postgres, TableColumn mysql) {
        String strict = postgres.nullable() ? entity.mysql().system() : entity.postgres().system();
        boolean settled =
                switch (field.form().into(strict)) {
                    case NullPolicy.Default _, NullPolicy.Reject _ -> true;
                    case NullPolicy.Write _, NullPolicy.Keep _ -> false;
                };
        if (postgres.nullable() == mysql.nullable() || settled) {
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
