package dev.duet.deploy.support;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// What a [DuetProcess] is started with. Immutable.
///
/// @param options of the JVM
record ChildJvm(List<String> options, String classPath) {
    private static final List<String> OPTIONS =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "-Duser.timezone=Pacific/Chatham",
                    "--enable-native-access=ALL-UNNAMED");

    ChildJvm {
        options = List.copyOf(options);
    }

    /// As this JVM.
    static ChildJvm plain() {
        return new ChildJvm(OPTIONS, System.getProperty("java.class.path"));
    }

    /// The same from jars alone: what a class archive can be made of.
    static ChildJvm ofJars(Path folder) {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = folder.resolve("classes-" + entries.size() + ".jar");
                pack(path, jar);
                entries.add(jar.toString());
            } else if (Files.exists(path)) {
                entries.add(entry);
            }
        }
        return new ChildJvm(OPTIONS, String.join(File.pathSeparator, entries));
    }

    /// Keeps the loaded classes in that file when the process ends by itself.
    ChildJvm thatWrites(Path archive) {
        return with("-XX:ArchiveClassesAtExit=" + archive);
    }

    /// Takes the classes from there, which is half of a start.
    ChildJvm thatReads(Path archive) {
        return with("-XX:SharedArchiveFile=" + archive);
    }

    private ChildJvm with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        more.add("-Xlog:cds=off,cds+dynamic=off,class+path=off");
        return new ChildJvm(more, classPath);
    }

    private static void pack(Path folder, Path jar) {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(
                                folder.relativize(file).toString().replace(File.separator, "/")));
                Files.copy(file, entries);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
