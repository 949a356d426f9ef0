package dev.duet.localdb;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The temporary folders of servers, and the end of those whose JVM was killed before it could end
/// them. Shared.
final class TemporaryFolders {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);

    private static final String PREFIX = "duet-localdb-server-";

    private TemporaryFolders() {}

    static ServerFolder create(String name) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        sweep(parent);
        return ServerFolder.temporary(parent, PREFIX + name + "-");
    }

    /// Ends the servers and deletes the folders of JVMs that are no more.
    private static synchronized void sweep(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            folders.forEach(TemporaryFolders::sweepOne);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder without an owner was made this moment by someone else: left alone.
    private static void sweepOne(Path root) {
        try {
            if (!Files.isWritable(root)) {
                return; // another user's
            }
            ServerFolder folder = ServerFolder.at(root);
            Optional<ProcessTree> owner = folder.owner();
            if (owner.isEmpty() || owner.get().isRunning()) {
                return;
            }
            LOG.info("Ending the local server of a JVM that is no more: folder={}", root);
            folder.server().ifPresent(ProcessTree::kill);
            folder.delete();
        } catch (RuntimeException e) {
            LOG.debug("A temporary folder could not be swept: folder={}", root, e);
        }
    }
}
