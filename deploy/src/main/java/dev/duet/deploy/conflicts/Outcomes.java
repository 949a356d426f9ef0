package dev.duet.deploy.conflicts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.terminal.Style;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;

/// Does one thing to each of some conflicts, and tells what came of it. One thread.
final class Outcomes {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final ArrayNode lines = new ObjectMapper().createArrayNode();
    private long refused;

    Outcomes(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /// What is done to a conflict.
    interface Step {
        /// @return in words, what was done
        /// @throws CannotRestore when nothing was
        String act(Conflict conflict) throws SQLException, InterruptedException;
    }

    /// Each conflict is a transaction of its own: one that is refused keeps no other back.
    ///
    /// @return the exit code
    int each(List<Conflict> conflicts, String done, Step step)
            throws SQLException, InterruptedException {
        for (Conflict conflict : conflicts) {
            try {
                String words = step.act(conflict);
                lines.addObject().put("id", conflict.id()).put("outcome", done).put("words", words);
                tell(Style.ofOutput().good(done) + "  " + conflict.id() + ": " + words);
            } catch (CannotRestore e) {
                refused++;
                lines.addObject()
                        .put("id", conflict.id())
                        .put("outcome", "refused")
                        .put("reason", e.getMessage())
                        .put("mend", e.mend());
                if (!json) {
                    err.println(e.getMessage());
                    err.println("mend: " + e.mend());
                    err.flush();
                }
            }
        }
        if (json) {
            out.println(lines.toPrettyString());
        }
        out.flush();
        return refused == 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void tell(String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
