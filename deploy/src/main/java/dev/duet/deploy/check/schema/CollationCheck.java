package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Text in keys: MySQL's usual collations take letters of another case, accent or trailing blanks
/// for the same. Pure.
final class CollationCheck {
    private static final String EXACT = "utf8mb4_0900_bin";

    private CollationCheck() {}

    static void run(EntityTables entity, Findings findings) {
        SideTable mysql = entity.mysql();
        SideTable postgres = entity.postgres();
        for (String name : keyed(mysql)) {
            Optional<TableColumn> here = mysql.table().column(name);
            Optional<TableColumn> there =
                    mysql.entity().allFields().stream()
                            .filter(
                                    field ->
                                            field.column(mysql.system())
                                                    .filter(name::equals)
                                                    .isPresent())
                            .flatMap(field -> postgres.columnOf(field).stream())
                            .findFirst();
            if (here.isPresent() && there.isPresent()) {
                compare(entity, here.get(), there.get(), findings);
            }
        }
    }

    private static void compare(
            EntityTables entity, TableColumn mysql, TableColumn postgres, Findings findings) {
        String collation = mysql.collation();
        if (collation == null
                || mysql.type().startsWith("enum")
                || mysql.type().startsWith("set")) {
            return;
        }
        boolean ignoresCase = postgres.type().equals("citext");
        boolean exact =
                collation.endsWith("_bin")
                        || collation.endsWith("_cs") && collation.contains("_as_");
        boolean sameCase = ignoresCase && collation.endsWith("_ci");
        if (ignoresCase ? !sameCase : !(exact && keepsBlanks(collation))) {
            findings.in(entity.mysql().system())
                    .add(
                            SchemaCode.KEY_COLLATION,
                            entity.mysql().subject(mysql.name()),
                            "collation %s here, %s there: %s"
                                    .formatted(
                                            collation,
                                            ignoresCase ? "citext" : "every difference counts",
                                            difference(collation, ignoresCase)),
                            Mend.sql(
                                    MysqlColumn.collate(
                                            entity.mysql(),
                                            mysql,
                                            ignoresCase ? "utf8mb4_0900_as_ci" : EXACT)));
        }
    }

    private static boolean keepsBlanks(String collation) {
        return collation.contains("_0900_") || collation.equals("binary");
    }

    private static String difference(String collation, boolean ignoresCase) {
        String lower = collation.toLowerCase(Locale.ROOT);
        if (ignoresCase) {
            return "'a' and 'A' are two here and one there";
        }
        if (lower.endsWith("_ci")) {
            return "'a' and 'A' are one here and two there";
        }
        return keepsBlanks(lower)
                ? "some letters are one here and two there"
                : "'a' and 'a ' are one here and two there";
    }

    /// Mapped columns of the primary key and of every unique key.
    private static Set<String> keyed(SideTable side) {
        Table table = side.table();
        var columns = new LinkedHashSet<>(table.primaryKey());
        table.uniques().forEach(unique -> columns.addAll(unique.columns()));
        columns.retainAll(side.fields().keySet());
        return columns;
    }
}
