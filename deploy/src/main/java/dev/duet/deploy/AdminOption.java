package dev.duet.deploy;

import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.io.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The users with a DBA's rights that a command may use, named on the command line and never kept.
public final class AdminOption {
    private static final String VARIABLE = "DUET_ADMIN_PASSWORD_";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "<system>=<user>",
            description =
                    "A user with a DBA's rights in that system's database; may be given for both."
                        + " The password comes from DUET_ADMIN_PASSWORD_<SYSTEM>, else it is asked"
                        + " for.")
    private Map<String, String> users = new LinkedHashMap<>();

    /// The endpoints by system, with passwords from the environment or the terminal.
    public Map<String, Endpoint> endpoints(DuetConfig config, Endpoints endpoints) {
        return endpoints(config.systems(), endpoints);
    }

    /// The same for a file that has nothing but systems.
    public Map<String, Endpoint> endpoints(List<SystemConfig> systems, Endpoints endpoints) {
        var admins = new LinkedHashMap<String, Endpoint>();
        users.forEach(
                (name, user) -> {
                    SystemConfig system = system(systems, name);
                    admins.put(name, endpoints.other(system, user, password(name, user)));
                });
        return admins;
    }

    private SystemConfig system(List<SystemConfig> systems, String name) {
        for (SystemConfig system : systems) {
            if (system.name().equals(name)) {
                return system;
            }
        }
        throw wrong(
                "--admin %s: there is no such system; the file has %s and %s"
                        .formatted(name, systems.getFirst().name(), systems.getLast().name()));
    }

    private String password(String system, String user) {
        String variable = VARIABLE + system.toUpperCase(Locale.ROOT).replace('-', '_');
        String value = System.getenv(variable);
        if (value != null) {
            return value;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw wrong("--admin %s=%s: set its password in %s".formatted(system, user, variable));
        }
        char[] typed = console.readPassword("Password of %s in %s: ", user, system);
        if (typed == null) {
            throw wrong("--admin %s=%s: no password was given".formatted(system, user));
        }
        return new String(typed);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
