package dev.duet.deploy.run;

import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.config.EffectiveConfig;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration with the fingerprint of the file that it was read from. Immutable.
public record ConfigFile(Valid valid, String fingerprint) {
    /// A file as it is now.
    public static ConfigFile of(Path file, Valid valid) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new ConfigFile(
                    valid, HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public DuetConfig config() {
        return valid.config();
    }

    /// Every value of it, a line for each.
    public String lines() {
        return valid.effective().values().stream()
                .map(ConfigFile::line)
                .collect(Collectors.joining("\n"));
    }

    /// What it says of an entity, a line for each value.
    List<String> linesOf(String entity) {
        return linesOf(lines(), entity);
    }

    /// The same of lines that were noted.
    static List<String> linesOf(String lines, String entity) {
        return lines.lines().filter(line -> line.startsWith("entities." + entity + ".")).toList();
    }

    private static String line(EffectiveConfig.Value value) {
        return value.path() + " = " + value.text();
    }

    /// Whether it is about the same databases.
    boolean isOfTheSame(DuetConfig other) {
        return places(config()).equals(places(other));
    }

    private static String place(SystemConfig system) {
        return "%s %s %s:%d/%s"
                .formatted(
                        system.name(),
                        system.kind(),
                        system.host(),
                        system.port(),
                        system.database());
    }

    private static List<String> places(DuetConfig config) {
        return config.systems().stream().map(ConfigFile::place).toList();
    }
}
