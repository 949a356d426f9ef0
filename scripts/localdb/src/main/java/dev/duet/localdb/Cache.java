package dev.duet.localdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Folders that are made once per user and then only read: unpacked programs, initialised data.
///
/// Shared between threads and between processes: one fills a folder while the others wait at its
/// lock file. A folder is filled beside its place and renamed into it, so that one half filled is
/// never seen.
final class Cache {

    /// File locks belong to the whole JVM, so the threads of one JVM need a lock of their own.
    private static final ConcurrentHashMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path root;

    Cache(Path root) {
        this.root = root;
    }

    /// The user's cache: `$XDG_CACHE_HOME/duet/localdb`, by default below `~/.cache`.
    static Cache ofUser() {
        Path caches =
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .filter(value -> !value.isBlank())
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new Cache(caches.resolve("duet").resolve("localdb"));
    }

    /// Fills an empty place with a folder.
    @FunctionalInterface
    interface Filler<X extends Exception> {
        void fill(Path folder) throws X;
    }

    /// The folder of this name; made by the filler where it is not there yet.
    <X extends Exception> Path folder(String name, Filler<X> filler) throws X {
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try (Held _ = hold(name)) {
            if (!Files.isDirectory(folder)) {
                fill(folder, filler);
            }
        }
        return folder;
    }

    private Held hold(String name) {
        Path file = root.resolve(name + ".lock");
        ReentrantLock threads = LOCKS.computeIfAbsent(file, _ -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new Held(threads, channel);
        } catch (IOException e) {
            threads.unlock();
            throw new UncheckedIOException("cannot use the cache folder " + root, e);
        }
    }

    /// The right to fill one folder. Closing the channel gives up the lock that other processes
    /// wait for.
    private record Held(ReentrantLock threads, FileChannel processes) implements AutoCloseable {

        @Override
        public void close() {
            try {
                processes.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                threads.unlock();
            }
        }
    }

    private static <X extends Exception> void fill(Path folder, Filler<X> filler) throws X {
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        Folders.delete(part); // left by a process that died
        try {
            filler.fill(part);
            place(part, folder);
        } finally {
            Folders.delete(part);
        }
    }

    private static void place(Path part, Path folder) {
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
