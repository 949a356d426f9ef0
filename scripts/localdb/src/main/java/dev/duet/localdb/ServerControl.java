package dev.duet.localdb;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a [LocalServer] hands on: to a process of ours, or to refusal where the server is someone
/// else's.
sealed interface ServerControl permits OwnServer, ExistingServer {

    ServerAddress address();

    Path dataFolder();

    Path logFile();

    boolean isRunning();

    void stop();

    void kill();

    void freeze();

    void thaw();

    void restart(Map<String, String> moreSettings);

    List<String> client(String program);

    void close();
}
