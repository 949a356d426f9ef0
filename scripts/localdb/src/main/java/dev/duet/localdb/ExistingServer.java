package dev.duet.localdb;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A server that an environment variable names: used, never started or ended. Immutable.
record ExistingServer(String variable, ServerAddress address) implements ServerControl {

    /// Refuses settings that only a server of ours could be given.
    static ExistingServer of(String variable, ServerAddress address, ServerOptions options) {
        var server = new ExistingServer(variable, address);
        if (!options.settings().isEmpty()) {
            throw server.refusal("start with settings " + options.settings().keySet());
        }
        return server;
    }

    @Override
    public Path dataFolder() {
        throw refusal("know the data folder");
    }

    @Override
    public Path logFile() {
        throw refusal("know the log file");
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public void stop() {
        throw refusal("stop");
    }

    @Override
    public void kill() {
        throw refusal("kill");
    }

    @Override
    public void freeze() {
        throw refusal("freeze");
    }

    @Override
    public void thaw() {
        throw refusal("thaw");
    }

    @Override
    public void restart(Map<String, String> moreSettings) {
        throw refusal("restart");
    }

    @Override
    public List<String> client(String program) {
        return List.of(program);
    }

    @Override
    public void close() {
        // Not ours to end.
    }

    private UnsupportedOperationException refusal(String act) {
        return new UnsupportedOperationException(
                "cannot "
                        + act
                        + ": "
                        + address
                        + " is an existing server named by "
                        + variable
                        + "; unset that variable to have a server that can be started and ended");
    }
}
