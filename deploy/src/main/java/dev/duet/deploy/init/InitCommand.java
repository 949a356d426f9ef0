package dev.duet.deploy.init;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.deploy.AdminOption;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/// `duet init`.
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Makes what Duet needs in both databases: its own tables, the publication, replica"
                        + " identity, the rights of its users, the replication slot and the first"
                        + " positions. A second run changes nothing.",
        footer = {
            "",
            "Example:",
            "  duet init --print > init.sql              # for a DBA to read and run",
            "  duet init --admin crm=postgres --admin erp=root"
        })
public final class InitCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;
    @Mixin private AdminOption admins;

    @Option(names = "--print", description = "Print the SQL for a DBA, and touch nothing.")
    private boolean print;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = main.config();
        PrintWriter out = spec.commandLine().getOut();
        if (print) {
            print(config, out);
        } else {
            run(config, out);
        }
        return ExitCode.DONE;
    }

    private void print(DuetConfig config, PrintWriter out) throws SQLException {
        if (!json) {
            out.print(Script.of(config));
            out.flush();
            return;
        }
        var scripts = new ObjectMapper().createObjectNode();
        scripts.put(config.postgres().name(), Script.postgres(config));
        scripts.put(config.mysql().name(), Script.mysql(config));
        out.println(scripts.toPrettyString());
    }

    private void run(DuetConfig config, PrintWriter out) throws SQLException {
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        ArrayNode lines = new ObjectMapper().createArrayNode();
        InitReport report =
                line -> {
                    if (json) {
                        lines.addObject()
                                .put("system", line.system())
                                .put("state", line.state().word())
                                .put("what", line.what());
                    } else {
                        out.printf(
                                "%-8s %-8s %s%n", line.system(), line.state().word(), line.what());
                        out.flush();
                    }
                };
        try {
            new Init(config, endpoints, admins.endpoints(config, endpoints), report).run();
        } finally {
            if (json) {
                out.println(lines.toPrettyString());
            }
        }
    }
}
