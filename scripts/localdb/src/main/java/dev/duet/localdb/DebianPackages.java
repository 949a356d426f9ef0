package dev.duet.localdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Programs from Debian's newest packages, unpacked into the cache and not installed.
///
/// apt fetches them with all they need, down to the C library, and verifies them by Debian's keys.
/// It works on a state of its own: the machine's package lists and installed packages are neither
/// read nor changed. What is unpacked runs through its own dynamic linker, so the machine's
/// libraries do not matter.
final class DebianPackages {

    private static final String SUITE = "sid";
    private static final Path KEYS = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    private static final Pattern RELEASE = Pattern.compile("'(\\S+)/dists/[^/']+/(?:In)?Release'");

    private final Path work;
    private final List<String> packages;

    private DebianPackages(Path work, List<String> packages) {
        this.work = work;
        this.packages = packages;
    }

    /// The folder that holds the packages' files, as a machine's root would.
    static Path unpacked(Cache cache, String name, List<String> packages) throws Command.Failed {
        for (String program : List.of("apt-get", "dpkg", "dpkg-deb")) {
            if (!ProgramPath.has(program)) {
                throw new Command.Failed("this is no Debian system: there is no " + program);
            }
        }
        if (!Files.isRegularFile(KEYS)) {
            throw new Command.Failed("there is no " + KEYS + " to verify packages with");
        }
        return cache.folder(name, folder -> fill(folder, packages));
    }

    /// The command that runs a program unpacked there: the packages' own dynamic linker with their
    /// own libraries.
    static List<String> linker(Path root) throws Command.Failed {
        try (Stream<Path> files =
                Files.find(root.resolve("usr/lib"), 2, DebianPackages::isLinker)) {
            Path linker =
                    files.findFirst()
                            .orElseThrow(() -> new Command.Failed("no dynamic linker in " + root));
            return List.of(
                    linker.toString(),
                    "--library-path",
                    Objects.requireNonNull(linker.getParent()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLinker(Path file, Object attributes) {
        return file.getFileName().toString().matches("ld-linux-.*\\.so\\.\\d+");
    }

    private static void fill(Path folder, List<String> packages) throws Command.Failed {
        Path work = folder.resolve(".apt");
        try {
            new DebianPackages(work, packages).fetch().unpackInto(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(work);
        }
    }

    private DebianPackages fetch() throws Command.Failed, IOException {
        for (String folder : List.of("lists/partial", "cache/archives/partial", "sources")) {
            Files.createDirectories(work.resolve(folder));
        }
        Files.writeString(work.resolve("status"), "");
        Files.writeString(work.resolve("apt.conf"), configuration());
        List<String> failures = new ArrayList<>();
        for (String mirror : mirrors()) {
            try {
                fetchFrom(mirror);
                return this;
            } catch (Command.Failed e) {
                failures.add(mirror + ": " + e.getMessage());
            }
        }
        throw new Command.Failed("apt could not fetch them: " + String.join("; ", failures));
    }

    private void fetchFrom(String mirror) throws Command.Failed, IOException {
        Files.writeString(work.resolve("sources/duet.sources"), source(mirror));
        apt(List.of("-qq", "--error-on=any", "update"));
        List<String> words = new ArrayList<>(List.of("-qq", "-y", "--download-only", "install"));
        words.addAll(packages);
        apt(words);
    }

    private void unpackInto(Path folder) throws Command.Failed, IOException {
        try (Stream<Path> archives = Files.list(work.resolve("cache/archives"))) {
            for (Path archive :
                    archives.filter(file -> file.toString().endsWith(".deb")).toList()) {
                Command.of(List.of("dpkg-deb", "-x", archive.toString(), folder.toString())).run();
            }
        }
    }

    /// The mirrors that the machine's own apt is set up with, but for those that hold security
    /// updates only.
    private List<String> mirrors() throws Command.Failed {
        List<String> words = new ArrayList<>(List.of("apt-get", "-o"));
        words.add("Dir::State::lists=" + work.resolve("lists"));
        words.addAll(List.of("update", "--print-uris"));
        List<String> found =
                RELEASE.matcher(Command.of(words).run())
                        .results()
                        .map(match -> match.group(1))
                        .filter(uri -> uri.endsWith("/debian"))
                        .distinct()
                        .toList();
        if (found.isEmpty()) {
            throw new Command.Failed("this machine's apt has no mirror of Debian");
        }
        return found;
    }

    private String apt(Collection<String> arguments) throws Command.Failed {
        List<String> words = new ArrayList<>(List.of("apt-get"));
        words.addAll(arguments);
        return Command.of(words)
                .with("APT_CONFIG", work.resolve("apt.conf").toString())
                .with("DEBIAN_FRONTEND", "noninteractive")
                .withLimit(Duration.ofMinutes(10))
                .run();
    }

    private static String source(String mirror) {
        return """
        Types: deb
        URIs: %s
        Suites: %s
        Components: main
        Signed-By: %s
        """
                .formatted(mirror, SUITE, KEYS);
    }

    /// `#clear` drops what the machine hooks onto an update: this one is none of its.
    private String configuration() {
        return """
        Dir::State "%1$s";
        Dir::State::status "%1$s/status";
        Dir::State::lists "%1$s/lists";
        Dir::Cache "%1$s/cache";
        Dir::Etc::sourcelist "/dev/null";
        Dir::Etc::sourceparts "%1$s/sources";
        Dir::Etc::preferences "/dev/null";
        Dir::Etc::preferencesparts "/dev/null";
        APT::Install-Recommends "false";
        APT::Sandbox::User "";
        Acquire::Languages "none";
        Acquire::Retries "3";
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        """
                .formatted(work);
    }
}
