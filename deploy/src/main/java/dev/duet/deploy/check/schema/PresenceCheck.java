package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Structure;
import dev.duet.deploy.check.Structure.Relation;
import dev.duet.deploy.config.NearestWord;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Mapped tables and columns that are not there, with what was likely meant. One thread.
public final class PresenceCheck {
    private PresenceCheck() {}

    /// Says what kind of relation it is, if any, and which table has a name like it.
    public static void missingTable(
            EntityConfig entity,
            SystemConfig system,
            Structure structure,
            Findings.InSystem findings)
            throws SQLException {
        TableName name = entity.table(system.name());
        List<Relation> relations = structure.relations(name.schema());
        boolean isOther =
                relations.stream().anyMatch(relation -> relation.name().equals(name.name()));
        Optional<String> meant =
                NearestWord.of(
                        name.name(),
                        relations.stream().filter(Relation::isTable).map(Relation::name).toList());
        findings.add(
                SchemaCode.TABLE_MISSING,
                name.toString(),
                isOther
                        ? "it is a view or a foreign table, which has no rows in the log"
                        : "there is no such table, or Duet's users may not see it",
                Mend.words(
                        isOther
                                ? "Map the tables that it reads."
                                : meant.map(table -> "Did you mean " + table + "? ").orElse("")
                                        + "Mend entities.%s.tables in the file, or create the table."
                                                .formatted(entity.name())));
    }

    /// Each field whose column is not in the table.
    public static void missingColumns(
            EntityConfig entity, SystemConfig system, Table table, Findings.InSystem findings) {
        List<String> columns = table.columns().stream().map(TableColumn::name).toList();
        for (String column : entity.mappedColumns(system.name()).toList()) {
            if (!columns.contains(column)) {
                findings.add(
                        SchemaCode.COLUMN_MISSING,
                        table.name() + "." + column,
                        "the table has no such column",
                        Mend.words(
                                NearestWord.of(column, columns)
                                                .map(meant -> "Did you mean " + meant + "? ")
                                                .orElse("")
                                        + "Mend entity %s in the file, or add the column."
                                                .formatted(entity.name())));
            }
        }
    }
}
