package dev.duet.capture;

import java.nio.file.Path;
import java.time.Duration;

/// How a log is read, whatever the database.
///
/// @param pollInterval how long the engine gathers events before it hands them over; 1 ms to 1 s
/// @param spillAfterChanges a transaction with more changes goes to a temporary file
/// @param spillAfterBytes and so does one that takes more memory
/// @param spillFolder where such files go; they vanish with the process
public record ReaderSettings(
        Duration pollInterval, long spillAfterChanges, long spillAfterBytes, Path spillFolder) {}
