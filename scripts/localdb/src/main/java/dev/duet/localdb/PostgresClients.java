package dev.duet.localdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// PostgreSQL's client programs (`psql`, `pg_dump`): the artifact with the server has none, so they
/// come from the PATH or from Debian's packages.
final class PostgresClients {

    private static final String PACKAGE = "postgresql-client";

    private PostgresClients() {}

    /// The start of a command line that runs the program.
    static List<String> find(String program, Cache cache) {
        return ProgramPath.find(program)
                .map(file -> List.of(file.toString()))
                .orElseGet(() -> fromDebian(program, cache));
    }

    private static List<String> fromDebian(String program, Cache cache) {
        try {
            Path root = DebianPackages.unpacked(cache, "postgres-clients-debian", List.of(PACKAGE));
            List<String> words = new ArrayList<>(DebianPackages.linker(root));
            words.add(programBelow(root.resolve("usr/lib/postgresql"), program).toString());
            return words;
        } catch (Command.Failed e) {
            throw new CannotStartDatabase(
                    program
                            + " is not on the PATH and not to be had from Debian's packages ("
                            + e.getMessage()
                            + "); install PostgreSQL's client programs",
                    e);
        }
    }

    /// `/usr/bin/psql` is a script there that looks for installed versions; the program lies in its
    /// version's folder.
    private static Path programBelow(Path versions, String program) throws Command.Failed {
        try (Stream<Path> files =
                Files.find(versions, 3, (file, _) -> file.endsWith(Path.of("bin", program)))) {
            return files.findFirst()
                    .orElseThrow(
                            () -> new Command.Failed("there is no " + program + " in " + PACKAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
