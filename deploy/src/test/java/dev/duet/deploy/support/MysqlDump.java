package dev.duet.deploy.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.localdb.LocalServer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Dumps the database `erp` of a MySQL server, with what Duet keeps there, and puts it back, by
/// MySQL's own programs. Stateless.
public final class MysqlDump {
    private MysqlDump() {}

    public static void write(LocalServer mysql, Path dump)
            throws IOException, InterruptedException {
        List<String> command = client(mysql, "mysqldump");
        command.addAll(
                List.of(
                        "--single-transaction",
                        "--set-gtid-purged=OFF",
                        "--databases",
                        "erp",
                        "duet"));
        run(new ProcessBuilder(command).redirectOutput(dump.toFile()));
    }

    public static void restore(LocalServer mysql, Path dump)
            throws IOException, InterruptedException {
        run(new ProcessBuilder(client(mysql, "mysql")).redirectInput(dump.toFile()));
    }

    private static List<String> client(LocalServer mysql, String program) {
        List<String> command = new ArrayList<>(mysql.client(program));
        command.addAll(
                List.of(
                        "--protocol=TCP",
                        "--host=" + mysql.host(),
                        "--port=" + mysql.port(),
                        "--user=" + mysql.user(),
                        "--password=" + mysql.password()));
        return command;
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        assertThat(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor())
                .isZero();
    }
}
