package dev.duet.deploy.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.control.Lines.Told;

import java.io.PrintWriter;
import java.util.List;

/// What the commands print. Stateless.
final class ToldText {
    private ToldText() {}

    /// @return the exit code: 1 when a running instance has not taken it up in time
    static int print(List<Told> all, boolean json, PrintWriter out) {
        if (json) {
            ArrayNode array = new ObjectMapper().createArrayNode();
            for (Told told : all) {
                array.addObject()
                        .put("direction", told.direction().toString())
                        .put("state", word(told))
                        .put("changed", told.isChanged())
                        .put("by", told.control().by())
                        .put("reason", told.control().reason())
                        .put("brake", told.control().brake())
                        .put("allowance", told.control().allowance())
                        .put("instance", told.isRunning())
                        .put("obeyed", isObeyed(told));
            }
            out.println(array.toPrettyString());
        } else {
            all.forEach(told -> out.println(told.direction() + ": " + words(told)));
        }
        out.flush();
        return all.stream().allMatch(told -> isObeyed(told) || !told.isRunning())
                ? ExitCode.DONE
                : ExitCode.FOUND;
    }

    private static boolean isObeyed(Told told) {
        return told.isRunning() && told.control().isObeyed();
    }

    private static String word(Told told) {
        return told.control().isPaused() ? "paused" : "running";
    }

    private static String words(Told told) {
        String state = (told.isChanged() ? "" : "already ") + word(told);
        if (!told.isRunning()) {
            return state + "; 'duet run' is not at work and will find it so";
        }
        if (!isObeyed(told)) {
            return state
                    + ", but the running instance has not taken it up yet: a transaction may be"
                    + " under way; 'duet status' and its log say more";
        }
        return state
                + (told.control().isPaused()
                        ? "; what was under way is committed, nothing more will be written"
                        : "");
    }
}
