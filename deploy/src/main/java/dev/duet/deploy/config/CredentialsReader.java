package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Scalar;
import dev.duet.schemas.config.Credentials;
import dev.duet.schemas.config.Secret;

import java.util.Optional;
import java.util.stream.Stream;

/// Reads the credentials of a system: one user for all, or a reader and a writer. Never shows what
/// stands as a password.
final class CredentialsReader {
    private static final String MEND_SECRET =
            "keep it in an environment variable or a file and write \"${env:NAME}\" or"
                    + " \"${file:/path}\"";

    private final Reading reading;

    CredentialsReader(Reading reading) {
        this.reading = reading;
    }

    /// Who reads the log and who writes the rows; often the same user.
    record Roles(Credentials reader, Credentials writer) {}

    Optional<Roles> read(Section system) {
        boolean shared = system.find("user").isPresent() || system.find("password").isPresent();
        Optional<Located> role =
                Stream.of("reader", "writer").flatMap(key -> system.find(key).stream()).findFirst();
        if (role.isEmpty() && !shared) {
            reading.missing(
                    system.group(),
                    "the system has no credentials",
                    "write user and password, or reader and writer with a user and a password"
                            + " each");
            return Optional.empty();
        }
        if (role.isEmpty()) {
            return credentials(system).map(user -> new Roles(user, user));
        }
        if (shared) {
            reading.missing(
                    role.get(),
                    "the system has both a user for all and separate roles",
                    "keep either user and password, or reader and writer");
        }
        Optional<Credentials> reader = role(system, "reader");
        Optional<Credentials> writer = role(system, "writer");
        return reader.isPresent() && writer.isPresent()
                ? Optional.of(new Roles(reader.get(), writer.get()))
                : Optional.empty();
    }

    private Optional<Credentials> role(Section system, String key) {
        return system.require(key, key + ": { user: <name>, password: \"${env:NAME}\" }")
                .flatMap(value -> Section.of(value, Keys.CREDENTIALS, reading))
                .flatMap(this::credentials);
    }

    private Optional<Credentials> credentials(Section section) {
        Optional<Located> name = section.require("user", "user: <name>");
        Optional<String> user = name.flatMap(value -> reading.text(value, "write a user's name"));
        name.ifPresent(value -> user.ifPresent(text -> reading.inForce(value, text)));
        Optional<Secret> password =
                section.require("password", "password: \"${env:NAME}\"").flatMap(this::secret);
        return user.isPresent() && password.isPresent()
                ? Optional.of(new Credentials(user.get(), password.get()))
                : Optional.empty();
    }

    private Optional<Secret> secret(Located value) {
        String text = value.node() instanceof Scalar scalar ? scalar.text() : "";
        Optional<Secret> secret = Secret.parse(text).map(this::inFolder);
        if (secret.isPresent()) {
            reading.inForce(value, secret.get().reference());
        } else {
            reading.wrong(
                    value,
                    text.startsWith("${")
                            ? "this is not a reference that Duet can read"
                            : "a password is never written into the file",
                    MEND_SECRET);
        }
        return secret;
    }

    private Secret inFolder(Secret secret) {
        return switch (secret) {
            case Secret.FromEnvironment variable -> variable;
            case Secret.FromFile file -> new Secret.FromFile(reading.inFolder(file.file()));
        };
    }
}
