package dev.duet.localdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

final class CacheTest {

    @TempDir private Path root;

    @Test
    void folderIsFilledOnceForAll() throws Exception {
        var fills = new AtomicInteger();
        List<Future<Path>> folders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                folders.add(
                        threads.submit(
                                () ->
                                        new Cache(root)
                                                .folder(
                                                        "tool",
                                                        folder -> {
                                                            fills.incrementAndGet();
                                                            write(folder, "program");
                                                        })));
            }
        }
        for (Future<Path> folder : folders) {
            assertThat(folder.get().resolve("program")).exists();
        }
        assertThat(fills).hasValue(1);
    }

    @Test
    void failedFillLeavesNothing() throws IOException {
        var cache = new Cache(root);

        assertThatThrownBy(
                        () ->
                                cache.folder(
                                        "tool",
                                        folder -> {
                                            write(folder, "half");
                                            throw new IOException("no network");
                                        }))
                .hasMessageContaining("no network");

        assertThat(root.resolve("tool")).doesNotExist();
        assertThat(root.resolve("tool.part")).doesNotExist();
        assertThat(cache.folder("tool", folder -> write(folder, "whole")).resolve("whole"))
                .exists();
    }

    @Test
    void restsOfAKilledFillAreDropped() throws IOException {
        write(root.resolve("tool.part"), "half");

        Path folder = new Cache(root).folder("tool", part -> write(part, "whole"));

        assertThat(folder.resolve("half")).doesNotExist();
        assertThat(folder.resolve("whole")).exists();
    }

    private static void write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), name);
    }
}
