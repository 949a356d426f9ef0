package dev.duet.localdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// MySQL from the official image, where a Docker engine runs. Immutable.
///
/// The process of ours is `docker run` in the foreground, which passes signals on to the server; a
/// kill goes to the container by name, as killing the client would leave the server running.
record DockerMysqlProgram(String image) implements ServerProgram {

    private static final String DATA_IN_CONTAINER = "/var/lib/mysql";

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public ServerAddress addressAt(int port) {
        return new ServerAddress(
                ServerAddress.LOOPBACK, port, MysqlProgram.USER, MysqlProgram.PASSWORD);
    }

    /// The image initialises an empty folder when it first starts.
    @Override
    public void initialise(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> settings(int port) {
        return MysqlProgram.productionSettings(port);
    }

    @Override
    public List<String> command(Path data, int port, Map<String, String> settings) {
        List<String> words = new ArrayList<>(List.of("docker", "run", "--rm"));
        words.addAll(List.of("--name", container(port)));
        words.addAll(List.of("--publish", ServerAddress.LOOPBACK + ":" + port + ":3306"));
        words.addAll(List.of("--volume", data + ":" + DATA_IN_CONTAINER));
        words.addAll(List.of("--user", ownerOf(data)));
        words.addAll(List.of("--env", "MYSQL_ROOT_PASSWORD=" + MysqlProgram.PASSWORD));
        words.addAll(List.of("--env", "MYSQL_ROOT_HOST=%"));
        words.add(image);
        settings.forEach((name, value) -> words.add("--" + name + "=" + value));
        return words;
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public List<String> filesNamingTheProcess() {
        return List.of("mysqld.pid", "mysql.sock", "mysql.sock.lock");
    }

    @Override
    public void kill(ProcessTree processes, int port) {
        try {
            Command.of(List.of("docker", "kill", container(port))).run();
        } catch (Command.Failed _) {
            // Ended already; what is left of the client ends below.
        }
        processes.kill();
    }

    @Override
    public void probe(int port, Path data) throws SQLException {
        MysqlProgram.ask(port, "SELECT 1");
    }

    @Override
    public List<String> client(String program) {
        return List.of("docker", "run", "--rm", "-i", "--network", "host", image, program);
    }

    private static String container(int port) {
        return "duet-localdb-mysql-" + port;
    }

    private static String ownerOf(Path data) {
        try {
            return Files.getAttribute(data, "unix:uid")
                    + ":"
                    + Files.getAttribute(data, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
