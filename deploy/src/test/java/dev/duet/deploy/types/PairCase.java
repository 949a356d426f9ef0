package dev.duet.deploy.types;

import java.util.List;

/// One pair of types and what goes through it, as SQL expressions: null is always added, the rest
/// is min, max and odd.
///
/// @param postgresRefused values PostgreSQL holds and MySQL cannot
/// @param mysqlRefused values MySQL holds and PostgreSQL cannot
record PairCase(
        String postgres,
        String mysql,
        List<String> postgresValues,
        List<String> mysqlValues,
        List<String> postgresRefused,
        List<String> mysqlRefused) {
    static PairCase of(
            String postgres, String mysql, List<String> postgresValues, List<String> mysqlValues) {
        return new PairCase(postgres, mysql, postgresValues, mysqlValues, List.of(), List.of());
    }

    PairCase refusing(List<String> postgresValues, List<String> mysqlValues) {
        return new PairCase(
                postgres,
                mysql,
                this.postgresValues,
                this.mysqlValues,
                postgresValues,
                mysqlValues);
    }

    @Override
    public String toString() {
        return postgres + " <-> " + mysql;
    }
}
