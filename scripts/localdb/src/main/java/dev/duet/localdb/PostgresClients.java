package dev.duet.localdb;

import java.nio.file.Path;
import java.util.List;

/// PostgreSQL's client programs (`psql`, `pg_dump`): the artifact with the server has none, so those on the PATH.
final class PostgresClients {

    private PostgresClients() {}

    static List<String> find(String program) {
        return ProgramPath.find(program)
                .map(Path::toString)
                .map(List::of)
                .orElseThrow(
                        () ->
                                new CannotStartDatabase(
                                        program
                                                + " is not on the PATH; install PostgreSQL's client programs (Debian: postgresql-client)"));
    }
}
