package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Mapping;
import dev.duet.deploy.config.YamlNode.Scalar;
import dev.duet.schemas.config.DatabaseAddress;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.Tls;
import dev.duet.schemas.config.TlsMode;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one system.
final class SystemReader {
    private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}0-9_.-]{1,253}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]+)?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^:/@]+:[0-9]{1,5}");

    private static final Map<String, DatabaseKind> KINDS = kinds();
    private static final Map<String, TlsMode> TLS_MODES = tlsModes();

    private final Reading reading;
    private final CredentialsReader credentialsReader;

    SystemReader(Reading reading) {
        this.reading = reading;
        this.credentialsReader = new CredentialsReader(reading);
    }

    /// What is known of the system, and the whole of it when all is right.
    record Outcome(Side side, Optional<SystemConfig> config) {}

    Outcome read(Located system) {
        int before = reading.problems().count();
        Optional<Section> found = Section.of(system, keysFor(system), reading);
        if (found.isEmpty()) {
            return new Outcome(
                    new Side(system.key(), Optional.empty(), Optional.empty()), Optional.empty());
        }
        Section section = found.get();
        Optional<DatabaseKind> kind =
                section.require("type", "type: postgres or type: mysql")
                        .flatMap(value -> reading.choice(value, KINDS));
        kind.ifPresent(known -> inForce(section, "type", known.word()));
        Optional<DatabaseAddress> address = address(section, kind);
        Optional<CredentialsReader.Roles> roles = credentialsReader.read(section);
        Optional<Tls> tls = tls(section);
        Optional<LogSource> log =
                kind.isPresent() && address.isPresent()
                        ? log(section, kind.get(), address.get())
                        : Optional.empty();
        Side side = new Side(system.key(), kind, address.map(DatabaseAddress::database));
        boolean right =
                SystemConfig.NAME.matcher(system.key()).matches()
                        && reading.problems().count() == before;
        return new Outcome(
                side,
                right
                        ? Optional.of(
                                new SystemConfig(
                                        system.key(),
                                        address.orElseThrow(),
                                        roles.orElseThrow().reader(),
                                        roles.orElseThrow().writer(),
                                        tls.orElseThrow(),
                                        log.orElseThrow()))
                        : Optional.empty());
    }

    /// Which keys may stand there depends on the type; while that is not known, those of both may.
    private static Keys keysFor(Located system) {
        if (system.node() instanceof Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                if (entry.key() instanceof Scalar key
                        && key.text().equals("type")
                        && entry.value() instanceof Scalar value
                        && KINDS.get(value.text()) instanceof DatabaseKind kind) {
                    return switch (kind) {
                        case POSTGRES -> Keys.POSTGRES;
                        case MYSQL -> Keys.MYSQL;
                    };
                }
            }
        }
        return Keys.SYSTEM;
    }

    private Optional<DatabaseAddress> address(Section section, Optional<DatabaseKind> kind) {
        Optional<String> host = section.require("host", "host: <host>").flatMap(this::host);
        Optional<Integer> port =
                section.find("port").isPresent()
                        ? section.find("port").flatMap(this::port)
                        : kind.map(DatabaseKind::defaultPort);
        if (section.find("port").isEmpty()) {
            port.ifPresent(
                    standard ->
                            reading.inForceByDefault(
                                    section.pathOf("port"), String.valueOf(standard)));
        }
        Optional<String> database =
                section.require("database", "database: <name>")
                        .flatMap(value -> database(value, kind));
        return host.isPresent() && port.isPresent() && database.isPresent()
                ? Optional.of(new DatabaseAddress(host.get(), port.get(), database.get()))
                : Optional.empty();
    }

    private Optional<String> host(Located value) {
        String mend = "write the name or address of the host alone";
        Optional<String> host = reading.text(value, mend);
        if (host.isEmpty()) {
            return host;
        }
        String name = host.get();
        boolean isIpv6 = name.indexOf(':') != name.lastIndexOf(':') && IPV6.matcher(name).matches();
        if (!isIpv6 && !HOST_NAME.matcher(name).matches()) {
            boolean withPort = HOST_AND_PORT.matcher(name).matches();
            reading.wrong(
                    value,
                    Shown.value(withPort ? name : Shown.key(name)) + " is not a host",
                    withPort ? mend + ", and its port as port: <number>" : mend);
            return Optional.empty();
        }
        reading.inForce(value, name);
        return host;
    }

    private Optional<Integer> port(Located value) {
        Optional<Integer> port =
                reading.integer(value, DatabaseAddress.MIN_PORT, DatabaseAddress.MAX_PORT)
                        .map(Math::toIntExact);
        port.ifPresent(number -> reading.inForce(value, String.valueOf(number)));
        return port;
    }

    private Optional<String> database(Located value, Optional<DatabaseKind> kind) {
        String mend = "write the database's name as the server lists it";
        Optional<String> database = reading.text(value, mend);
        Optional<String> refusal =
                database.flatMap(name -> kind.flatMap(known -> known.refusal(name)));
        if (refusal.isPresent()) {
            reading.wrong(
                    value, "the name " + value.node().description() + " " + refusal.get(), mend);
            return Optional.empty();
        }
        database.ifPresent(name -> reading.inForce(value, name));
        return database;
    }

    private Optional<Tls> tls(Section section) {
        Optional<Located> given = section.find("tls");
        Optional<TlsMode> mode =
                given.isEmpty()
                        ? Optional.of(Tls.DEFAULT.mode())
                        : given.flatMap(value -> reading.choice(value, TLS_MODES));
        if (mode.isEmpty()) {
            return Optional.empty();
        }
        inForce(section, "tls", mode.get().word());
        Optional<Located> ca = section.find("tls-ca");
        if (ca.isEmpty()) {
            return Optional.of(new Tls(mode.get(), Optional.empty()));
        }
        if (!mode.get().verifies()) {
            reading.missing(
                    ca.get(),
                    "a CA file has no use with tls: " + mode.get().word(),
                    "write tls: verify-full or tls: verify-ca, or remove tls-ca");
            return Optional.empty();
        }
        Optional<Path> file = reading.path(ca.get(), "write the path of a file with certificates");
        file.ifPresent(path -> reading.inForce(ca.get(), path.toString()));
        return file.map(path -> new Tls(mode.get(), Optional.of(path)));
    }

    private Optional<LogSource> log(Section section, DatabaseKind kind, DatabaseAddress address) {
        return switch (kind) {
            case POSTGRES -> postgresLog(section);
            case MYSQL -> mysqlLog(section, address);
        };
    }

    private Optional<LogSource> postgresLog(Section section) {
        String slot = name(section, "slot", LogSource.Postgres.DEFAULT_SLOT);
        String publication = name(section, "publication", LogSource.Postgres.DEFAULT_PUBLICATION);
        boolean isSlot = LogSource.Postgres.SLOT.matcher(slot).matches();
        if (!isSlot) {
            section.find("slot")
                    .ifPresent(
                            value ->
                                    reading.wrong(
                                            value,
                                            Shown.value(slot) + " is not a slot's name",
                                            "use 1 to 63 of a-z, 0-9 and _"));
        }
        Optional<String> refusal = DatabaseKind.POSTGRES.refusal(publication);
        section.find("publication")
                .ifPresent(
                        value ->
                                refusal.ifPresent(
                                        why ->
                                                reading.wrong(
                                                        value,
                                                        "the publication's name " + why,
                                                        "write another name, without quotes in"
                                                                + " it")));
        return isSlot && refusal.isEmpty()
                ? Optional.of(new LogSource.Postgres(slot, publication))
                : Optional.empty();
    }

    /// The name under the key; the default where there is none, or where a problem was noted.
    private String name(Section section, String key, String standard) {
        String text =
                section.find(key)
                        .flatMap(value -> reading.text(value, "write " + key + ": " + standard))
                        .orElse(standard);
        inForce(section, key, text);
        return text;
    }

    private Optional<LogSource> mysqlLog(Section section, DatabaseAddress address) {
        Optional<Located> given = section.find("server-id");
        Optional<Long> serverId =
                given.isEmpty()
                        ? Optional.of(LogSource.Mysql.defaultServerId(address))
                        : given.flatMap(
                                value ->
                                        reading.integer(
                                                value,
                                                LogSource.Mysql.MIN_SERVER_ID,
                                                LogSource.Mysql.MAX_SERVER_ID));
        serverId.ifPresent(id -> inForce(section, "server-id", String.valueOf(id)));
        return serverId.map(LogSource.Mysql::new);
    }

    /// Notes a value under a key that may have been left out.
    private void inForce(Section section, String key, String text) {
        section.find(key)
                .ifPresentOrElse(
                        value -> reading.inForce(value, text),
                        () -> reading.inForceByDefault(section.pathOf(key), text));
    }

    private static Map<String, DatabaseKind> kinds() {
        Map<String, DatabaseKind> kinds = new LinkedHashMap<>();
        Arrays.stream(DatabaseKind.values()).forEach(kind -> kinds.put(kind.word(), kind));
        return Collections.unmodifiableMap(kinds);
    }

    private static Map<String, TlsMode> tlsModes() {
        Map<String, TlsMode> modes = new LinkedHashMap<>();
        Arrays.stream(TlsMode.values()).forEach(mode -> modes.put(mode.word(), mode));
        return Collections.unmodifiableMap(modes);
    }
}
