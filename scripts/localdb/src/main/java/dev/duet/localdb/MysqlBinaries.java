package dev.duet.localdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// MySQL's programs on this machine. Immutable.
///
/// @param prefix what runs them: nothing, or the dynamic linker that they were built for
/// @param server the `mysqld` program
record MysqlBinaries(List<String> prefix, Path server, MysqlVersion version) {

    private static final Pattern VERSION = Pattern.compile("Ver (\\d+)\\.(\\d+)\\.(\\d+)");

    MysqlBinaries {
        prefix = List.copyOf(prefix);
    }

    /// @param major the first number of three
    record MysqlVersion(int major, int minor, int patch) {

        /// GTIDs with tags and today's names of settings came by then.
        boolean isNewEnough() {
            return major > 8 || major == 8 && minor >= 4;
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + patch;
        }
    }

    /// Asks the program for its version; throws with the reason why it cannot be used.
    static MysqlBinaries examine(List<String> prefix, Path server) throws Command.Failed {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(server.toString(), "--no-defaults", "--version"));
        String printed = Command.of(words).run();
        Matcher matcher = VERSION.matcher(printed);
        if (printed.contains("MariaDB") || !matcher.find()) {
            throw new Command.Failed(server + " is not MySQL: " + printed.strip());
        }
        var version =
                new MysqlVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
        if (!version.isNewEnough()) {
            throw new Command.Failed(server + " is " + version + ", older than 8.4");
        }
        return new MysqlBinaries(prefix, server, version);
    }

    /// The folder above `bin` or `sbin`, below which the server finds its messages and plugins.
    Path base() {
        return server.resolveSibling("..").normalize();
    }

    List<String> serverCommand() {
        return command(server);
    }

    List<String> clientCommand(String program) {
        Path clients = base().resolve("bin");
        Path file = clients.resolve(program);
        if (Files.isExecutable(file)) {
            return command(file);
        }
        return ProgramPath.find(program)
                .map(Path::toString)
                .map(List::of)
                .orElseThrow(
                        () ->
                                new CannotStartDatabase(
                                        program
                                                + " is neither in "
                                                + clients
                                                + " nor on the PATH"));
    }

    private List<String> command(Path program) {
        List<String> words = new ArrayList<>(prefix);
        words.add(program.toString());
        return words;
    }
}
