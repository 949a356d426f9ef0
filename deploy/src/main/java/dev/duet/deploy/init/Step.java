package dev.duet.deploy.init;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/// One thing that must be there: how to see whether it is, and the SQL that makes it.
///
/// @param what for people: `table duet.checkpoint`
/// @param shown what a DBA would run; passwords are placeholders
/// @param executed gives what is run; never shown, for it may hold a password
public record Step(String what, Probe probe, List<String> shown, Supplier<List<String>> executed) {
    /// How the name of a step begins that grants something.
    public static final String RIGHT = "right of ";

    public Step {
        shown = List.copyOf(shown);
    }

    /// A step without secrets.
    public static Step of(String what, Probe probe, String sql) {
        return new Step(what, probe, List.of(sql), () -> List.of(sql));
    }

    /// Says itself what it is: its SQL needs no comment.
    boolean isRight() {
        return what.startsWith(RIGHT);
    }

    /// Looks whether it is there already.
    @FunctionalInterface
    public interface Probe {
        boolean finds(Connection connection) throws SQLException;
    }

    @Override
    public String toString() {
        return what;
    }
}
