package dev.duet.deploy.types;

import java.util.ArrayList;
import java.util.List;

/// One pair of types and what goes through it, as SQL expressions. The lists grow while `pairs.txt`
/// is read.
///
/// @param postgresRefused values PostgreSQL holds and MySQL cannot
/// @param mysqlRefused values MySQL holds and PostgreSQL cannot
public record PairCase(
        String postgres,
        String mysql,
        List<String> postgresValues,
        List<String> mysqlValues,
        List<String> postgresRefused,
        List<String> mysqlRefused) {
    static PairCase empty(String postgres, String mysql) {
        return new PairCase(
                postgres,
                mysql,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /// PostgreSQL's type as a client declares it.
    public String postgresDeclared() {
        return postgres.replaceAll(" enum\\(.*\\)", "");
    }

    @Override
    public String toString() {
        return postgres + " <-> " + mysql;
    }
}
