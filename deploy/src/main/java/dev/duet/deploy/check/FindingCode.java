package dev.duet.deploy.check;

import dev.duet.deploy.check.mysql.MysqlCode;
import dev.duet.deploy.check.postgres.PostgresCode;
import dev.duet.deploy.check.schema.SchemaCode;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A kind of finding. Its id is stable: scripts and people rely on it, and a retired one is not
/// used again.
public interface FindingCode {
    /// @param id `PG002`
    /// @param title what is found, in a few words
    /// @param risk what could happen, in one sentence
    record About(String id, Severity severity, String title, String risk) {}

    About about();

    default String id() {
        return about().id();
    }

    default Severity severity() {
        return about().severity();
    }

    default String title() {
        return about().title();
    }

    default String risk() {
        return about().risk();
    }

    /// Every code, by area and id.
    static List<FindingCode> all() {
        return Stream.<FindingCode[]>of(
                        PostgresCode.values(),
                        MysqlCode.values(),
                        SchemaCode.values(),
                        DuetCode.values())
                .flatMap(Arrays::stream)
                .toList();
    }
}
