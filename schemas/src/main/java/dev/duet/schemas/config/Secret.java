package dev.duet.schemas.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;

/// Where a secret is kept. Never the secret itself, so it can be printed and logged.
public sealed interface Secret {

    /// Reads `${env:NAME}` or `${file:path}`; empty for anything else, which may be a literal
    /// password: never echo it.
    static Optional<Secret> parse(String text) {
        Matcher matcher = References.TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String variable = matcher.group("variable");
        return variable == null
                ? fromFile(matcher.group("path"))
                : Optional.of(new FromEnvironment(variable));
    }

    private static Optional<Secret> fromFile(String path) {
        try {
            return Optional.of(new FromFile(Path.of(path)));
        } catch (InvalidPathException e) { // this machine's file names cannot spell it
            return Optional.empty();
        }
    }

    /// The reference as it is written in the file.
    String reference();

    /// An environment variable of Duet's own process.
    record FromEnvironment(String variable) implements Secret {
        public FromEnvironment {
            if (!References.VARIABLE.matcher(variable).matches()) {
                throw new IllegalArgumentException("not the name of an environment variable");
            }
        }

        @Override
        public String reference() {
            return "${env:" + variable + "}";
        }

        @Override
        public String toString() {
            return reference();
        }
    }

    /// A file whose whole content, but for one line end, is the secret (as Docker and Kubernetes
    /// mount them).
    record FromFile(Path file) implements Secret {
        @Override
        public String reference() {
            return "${file:" + file + "}";
        }

        @Override
        public String toString() {
            return reference();
        }
    }
}
