package dev.duet.deploy.run;

/// What goes on beside the sync of one `duet run`, on a thread of its own. This package does not
/// know what it is.
public interface Companion extends AutoCloseable {
    void start();

    /// Returns when its thread has ended, within seconds.
    @Override
    void close();
}
