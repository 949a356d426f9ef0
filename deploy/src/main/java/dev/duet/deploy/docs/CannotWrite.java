package dev.duet.deploy.docs;

import java.io.IOException;
import java.nio.file.Path;

/// The document could not be written to its folder.
public final class CannotWrite extends RuntimeException {
    CannotWrite(Path folder, IOException cause) {
        super(
                "cannot write into %s (%s); name another folder with --out"
                        .formatted(folder, cause.getClass().getSimpleName()),
                cause);
    }
}
