package dev.duet.localdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a MySQL can come from, tried in order: `DUET_MYSQL_HOME`, the PATH, Debian's packages in
/// the cache, Docker.
final class MysqlSources {

    /// The environment variable that names the folder of a MySQL with `bin/mysqld` or
    /// `sbin/mysqld`.
    static final String HOME = "DUET_MYSQL_HOME";

    private static final String IMAGE = "mysql:9.7";
    private static final List<String> PACKAGES = List.of("mysql-server-core", "mysql-client-core");

    private final Cache cache;
    private final List<String> reasons = new ArrayList<>();

    private MysqlSources(Cache cache) {
        this.cache = cache;
    }

    /// The first source that works; throws with what was tried, each with why it failed.
    static ServerProgram find(Cache cache) {
        return new MysqlSources(cache).find();
    }

    private ServerProgram find() {
        Optional<String> home =
                Optional.ofNullable(System.getenv(HOME)).filter(value -> !value.isBlank());
        if (home.isPresent()) { // asked for by name: nothing else will do
            return fromFolder(Path.of(home.get())).orElseThrow(this::nothingFound);
        }
        reasons.add(HOME + ": not set");
        return fromSystem()
                .or(this::fromDebian)
                .or(this::fromDocker)
                .orElseThrow(this::nothingFound);
    }

    private Optional<ServerProgram> fromFolder(Path home) {
        Optional<Path> server =
                Stream.of("bin", "sbin", "usr/sbin")
                        .map(folder -> home.resolve(folder).resolve("mysqld"))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (server.isEmpty()) {
            reasons.add(HOME + ": there is no bin/mysqld or sbin/mysqld in " + home);
            return Optional.empty();
        }
        return examined(HOME, List.of(), server.get());
    }

    private Optional<ServerProgram> fromSystem() {
        Optional<Path> server = ProgramPath.find("mysqld");
        if (server.isEmpty()) {
            reasons.add("PATH: there is no mysqld");
            return Optional.empty();
        }
        return examined("PATH", List.of(), server.get());
    }

    private Optional<ServerProgram> fromDebian() {
        String source = "Debian's packages " + String.join(" and ", PACKAGES);
        try {
            Path root = DebianPackages.unpacked(cache, "mysql-debian", PACKAGES);
            return examined(source, DebianPackages.linker(root), root.resolve("usr/sbin/mysqld"));
        } catch (Command.Failed e) {
            reasons.add(source + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ServerProgram> fromDocker() {
        if (!ProgramPath.has("docker")) {
            reasons.add("Docker: there is no docker on the PATH");
            return Optional.empty();
        }
        try {
            Command.of(List.of("docker", "info")).run();
            return Optional.of(new DockerMysqlProgram(IMAGE));
        } catch (Command.Failed e) {
            reasons.add(
                    "Docker: no engine answers ("
                            + Objects.toString(e.getMessage()).lines().toList().getLast()
                            + ")");
            return Optional.empty();
        }
    }

    private Optional<ServerProgram> examined(String source, List<String> prefix, Path server) {
        try {
            return Optional.of(new MysqlProgram(MysqlBinaries.examine(prefix, server), cache));
        } catch (Command.Failed e) {
            reasons.add(source + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private CannotStartDatabase nothingFound() {
        return new CannotStartDatabase(
                """
                no MySQL of 8.4 or later could be had. Tried:
                  - %s
                To mend it, one of: install MySQL 8.4 or later so that mysqld is on the PATH; set %s to the folder of \
                an unpacked MySQL; start a Docker engine; or name a running server that may be used freely in %s \
                as host:port:user:password.\
                """
                        .formatted(String.join("\n  - ", reasons), HOME, LocalMysql.EXISTING));
    }
}
