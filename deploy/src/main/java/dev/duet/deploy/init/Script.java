package dev.duet.deploy.init;

import dev.duet.deploy.init.mysql.MysqlAccounts;
import dev.duet.deploy.init.mysql.MysqlSetup;
import dev.duet.deploy.init.postgres.PostgresSetup;
import dev.duet.deploy.init.postgres.PostgresTables;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.SQLException;
import java.util.List;

/// All that `init` would make with a DBA's rights, as SQL to read and run by hand. Asks no
/// database.
public final class Script {
    private Script() {}

    /// Two scripts in one text, each under the name of its system.
    public static String of(DuetConfig config) {
        try {
            return postgres(config) + System.lineSeparator() + mysql(config) + ending();
        } catch (SQLException e) {
            throw new IllegalStateException("a script asks no database", e);
        }
    }

    /// The part for PostgreSQL alone.
    public static String postgres(DuetConfig config) throws SQLException {
        SystemConfig system = config.postgres();
        return heading(system, "psql -d " + system.database())
                + """
                -- Replace the <passwords>. Partitions of partitioned tables need REPLICA IDENTITY FULL too.
                """
                + statements(new PostgresSetup(config, _ -> "").steps(PostgresTables.ofFile()));
    }

    /// The part for MySQL alone.
    public static String mysql(DuetConfig config) {
        SystemConfig system = config.mysql();
        return heading(system, "mysql")
                + """
                -- Replace the <passwords>, and '%' by the host that Duet connects from.
                """
                + statements(
                        new MysqlSetup(config, new MysqlAccounts.OfFile(system), _ -> "").steps());
    }

    private static String heading(SystemConfig system, String client) {
        return """
        -- %s: %s at %s:%d, database %s. For a DBA, with: %s
        """
                .formatted(
                        system.name(),
                        system.kind().productName(),
                        system.host(),
                        system.port(),
                        system.database(),
                        client);
    }

    private static String statements(List<Step> steps) {
        var text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.isRight() ? "" : "\n-- " + step.what() + "\n");
            step.shown().forEach(sql -> text.append(sql).append(";\n"));
        }
        return text.toString();
    }

    private static String ending() {
        return """

        -- Then run 'duet init': with the reader's and the writer's own rights it makes the replication slot and
        -- writes where both logs begin.
        """;
    }
}
