package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Structure;
import dev.duet.deploy.check.Structure.Generator;
import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.FieldConfig;

import java.sql.SQLException;
import java.util.Optional;

/// Keys that both sides generate: odd ones on PostgreSQL, even ones on MySQL keep them apart. One
/// thread.
public final class GeneratorCheck {
    private static final long STEP = 2;
    private static final long ODD = 1;
    private static final long EVEN = 0;

    private GeneratorCheck() {}

    public static void run(
            EntityTables entity, Structure postgres, Structure mysql, Findings findings)
            throws SQLException {
        for (FieldConfig field : entity.postgres().entity().key()) {
            Optional<TableColumn> there = entity.postgres().columnOf(field);
            Optional<TableColumn> here = entity.mysql().columnOf(field);
            boolean bothGenerate =
                    there.isPresent()
                            && here.isPresent()
                            && there.get().automatic()
                            && here.get().automatic();
            if (!bothGenerate || entity.postgres().entity().isCrosswalked(field)) {
                continue;
            }
            Optional<Generator> left =
                    postgres.generator(entity.postgres().name(), there.get().name());
            Optional<Generator> right = mysql.generator(entity.mysql().name(), here.get().name());
            if (left.isPresent() && right.isPresent() && !left.get().isApartFrom(right.get())) {
                report(entity.postgres(), there.get(), left.get(), ODD, findings);
                report(entity.mysql(), here.get(), right.get(), EVEN, findings);
            }
        }
    }

    private static void report(
            SideTable side, TableColumn column, Generator found, long phase, Findings findings) {
        if (found.step() == STEP && found.phase() == phase) {
            return;
        }
        findings.in(side.system())
                .add(
                        SchemaCode.KEYS_OVERLAP,
                        side.subject(column.name()),
                        "it counts in steps of %d, and so does the other side"
                                .formatted(found.step()),
                        mend(side.kind(), found));
    }

    private static Mend mend(DatabaseKind kind, Generator found) {
        return switch (kind) {
            case POSTGRES ->
                    Mend.sql(
                                    "ALTER SEQUENCE " + found.name() + " INCREMENT BY 2",
                                    "SELECT setval(%s, (last_value / 2) * 2 + 1) FROM %s"
                                            .formatted(
                                                    SqlLiteral.of(kind, found.name()),
                                                    found.name()))
                            .andThen("Odd keys here, even ones on the other side.");
            case MYSQL ->
                    Mend.sql(
                                    "SET PERSIST auto_increment_increment = 2",
                                    "SET PERSIST auto_increment_offset = 2")
                            .andThen(
                                    "Even keys here, odd ones on the other side. It holds for every"
                                            + " table of the server.");
        };
    }
}
