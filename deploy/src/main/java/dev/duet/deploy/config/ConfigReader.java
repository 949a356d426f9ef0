package dev.duet.deploy.config;

import dev.duet.deploy.config.ConfigResult.Invalid;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.Settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads the configuration file and finds everything that is wrong with it. Stateless, safe on any
/// thread.
public final class ConfigReader {
    /// A thousand entities with a hundred fields each fit; more is not a configuration.
    private static final int MOST_BYTES = 8 << 20;

    /// Never throws for what stands in the file, or when there is none.
    public ConfigResult read(Path file) {
        return open(
                file,
                content -> read(file.toString(), content, folderOf(file)),
                ConfigResult.Invalid::new);
    }

    /// As [#read(Path)], of a file that says the systems and nothing of the mapping.
    public SystemsResult readSystems(Path file) {
        return open(
                file,
                content -> readSystems(file.toString(), content, folderOf(file)),
                SystemsResult.Invalid::new);
    }

    private static <T> T open(
            Path file, Function<byte[], T> read, Function<List<Problem>, T> refused) {
        String label = file.toString();
        try {
            return read.apply(content(file));
        } catch (NoSuchFileException e) {
            return refused.apply(
                    unreadable(
                            label,
                            "there is no such file",
                            "check the path, or name another file"));
        } catch (AccessDeniedException e) {
            return refused.apply(
                    unreadable(
                            label,
                            "the file may not be read by user "
                                    + System.getProperty("user.name", "?"),
                            "give that user the right to read it"));
        } catch (IOException e) {
            return refused.apply(
                    unreadable(
                            label,
                            Files.isDirectory(file)
                                    ? "this is a folder, not a file"
                                    : "the file cannot be read ("
                                            + e.getClass().getSimpleName()
                                            + ")",
                            "name a file that can be read"));
        }
    }

    /// As [#read(Path)], for content that is at hand.
    ///
    /// @param folder where relative paths in the file start
    public ConfigResult read(String label, byte[] content, Path folder) {
        var reading = new Reading(label, folder);
        Optional<DuetConfig> config =
                document(content, reading)
                        .flatMap(root -> Section.of(root, Keys.ROOT, reading))
                        .flatMap(root -> check(root, reading));
        return config.isPresent()
                ? new Valid(config.get(), reading.effective())
                : new Invalid(reading.problems().sorted());
    }

    private static SystemsResult readSystems(String label, byte[] content, Path folder) {
        var reading = new Reading(label, folder);
        Optional<Section> root =
                document(content, reading)
                        .flatMap(it -> Section.of(it, Keys.WITHOUT_ENTITIES, reading));
        Optional<SystemsResult> right =
                root.flatMap(
                        it -> {
                            SystemsReader.Systems systems = new SystemsReader(reading).read(it);
                            Settings settings = new SettingsReader(reading).read(it);
                            return reading.problems().count() == 0
                                    ? Optional.of(
                                            new SystemsResult.Valid(systems.configs(), settings))
                                    : Optional.empty();
                        });
        return right.orElseGet(() -> new SystemsResult.Invalid(reading.problems().sorted()));
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(MOST_BYTES + 1);
        }
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static List<Problem> unreadable(String label, String what, String mend) {
        return List.of(new Problem(label, 1, 1, "", what, mend));
    }

    private static Optional<Located> document(byte[] content, Reading reading) {
        Problems problems = reading.problems();
        if (content.length > MOST_BYTES) {
            problems.add(
                    Place.START,
                    "",
                    "the file is larger than " + (MOST_BYTES >> 20) + "MiB",
                    "check that it is the configuration of Duet");
            return Optional.empty();
        }
        Optional<YamlNode> node =
                ConfigText.decode(content, problems)
                        .flatMap(text -> YamlTree.parse(text, problems));
        boolean empty =
                node.isEmpty()
                        || (node.get() instanceof YamlNode.Scalar scalar
                                && scalar.kind() == YamlNode.Scalar.Kind.NOTHING);
        if (empty) {
            if (problems.count() == 0) {
                problems.add(
                        Place.START,
                        "",
                        "the file is empty",
                        "write systems: and entities: into it");
            }
            return Optional.empty();
        }
        return node.map(root -> new Located("", "", Place.START, root));
    }

    private static Optional<DuetConfig> check(Section root, Reading reading) {
        SystemsReader.Systems systems = new SystemsReader(reading).read(root);
        List<EntityConfig> entities = new EntitiesReader(systems.sides(), reading).read(root);
        Settings settings = new SettingsReader(reading).read(root);
        return reading.problems().count() == 0
                ? Optional.of(new DuetConfig(systems.configs(), entities, settings))
                : Optional.empty();
    }
}
