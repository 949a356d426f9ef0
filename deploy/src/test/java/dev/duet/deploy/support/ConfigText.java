package dev.duet.deploy.support;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The configuration of a test, as text. Immutable.
///
/// @param settings by the file's own words, such as `lease: { ttl: 2s }`
/// @param entities beside the shop's own, as they stand in the file
/// @param ports where a system is reached by other than its own port: through a faulty network
public record ConfigText(Map<String, String> settings, String entities, Map<Shop, Integer> ports) {
    public ConfigText {
        settings = Map.copyOf(settings);
        ports = Map.copyOf(ports);
    }

    /// Everything that waits waits shortly; and the tests' crowds delete and collide at their ease.
    public static ConfigText quick() {
        return new ConfigText(
                Map.of(
                        "heartbeat", "500ms",
                        "lease", "{ ttl: 3s }",
                        "retry", "{ initial: 100ms, max: 1s }",
                        "brakes", "{ deletes: off, conflicts: off }",
                        "timeouts", "{ connect: 20s, statement: 60s, socket: 70s }"),
                "",
                Map.of());
    }

    public ConfigText with(String setting, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(setting, value);
        return new ConfigText(more, entities, ports);
    }

    /// With more entities, indented by two.
    public ConfigText withEntities(String more) {
        return new ConfigText(settings, entities + more.indent(2), ports);
    }

    public ConfigText through(Shop shop, int port) {
        Map<Shop, Integer> more = new LinkedHashMap<>(ports);
        more.put(shop, port);
        return new ConfigText(settings, entities, more);
    }

    String yaml(Workbench workbench) {
        return "systems:\n"
                + system(workbench, Shop.CRM, "postgres")
                + system(workbench, Shop.ERP, "mysql")
                + Shop.ENTITIES
                + entities
                + "settings:\n"
                + settings.entrySet().stream()
                        .map(entry -> "  " + entry.getKey() + ": " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private String system(Workbench workbench, Shop shop, String type) {
        return """
          %s: { type: %s, host: %s, port: %d, database: %s, tls: disabled,
                reader: { user: duet_reader, password: "${env:DUET_TEST_PASSWORD}" },
                writer: { user: duet_writer, password: "${env:DUET_TEST_PASSWORD}" } }
        """
                .formatted(
                        shop.system(),
                        type,
                        workbench.server(shop).host(),
                        ports.getOrDefault(shop, workbench.server(shop).port()),
                        shop.system());
    }
}
