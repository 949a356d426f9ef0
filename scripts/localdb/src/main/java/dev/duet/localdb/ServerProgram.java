package dev.duet.localdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// What differs between the servers that [OwnServer] runs. Implementations are immutable.
interface ServerProgram {

    /// One word, used in folder names and messages.
    String name();

    ServerAddress addressAt(int port);

    /// Makes a data folder where none is.
    void initialise(Path data);

    /// The settings that every start gets unless its options say otherwise.
    Map<String, String> settings(int port);

    /// The command line of a server in the foreground.
    List<String> command(Path data, int port, Map<String, String> settings);

    /// The signal for a clean end that does not wait for clients.
    String stopSignal();

    /// Files that a killed server leaves behind and that name its process.
    List<String> filesNamingTheProcess();

    /// Ends the server's processes at once.
    default void kill(ProcessTree processes, int port) {
        processes.kill();
    }

    /// Returns when the server at this port answers SQL and is the one of this data folder.
    void probe(int port, Path data) throws SQLException;

    /// The start of a command line for one of the server's client programs.
    List<String> client(String program);
}
