package dev.duet.deploy.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.apply.store.PauseStore.State;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.control.EntityLines.Told;

import java.io.PrintWriter;
import java.util.List;

/// What the commands print about entities. Stateless.
final class EntityToldText {
    private EntityToldText() {}

    /// @return the exit code: 1 when a running instance has not taken it up in time
    static int print(List<Told> all, boolean json, PrintWriter out) {
        if (json) {
            ArrayNode array = new ObjectMapper().createArrayNode();
            for (Told told : all) {
                array.addObject()
                        .put("entity", told.pause().entity())
                        .put("state", told.pause().state().word())
                        .put("changed", told.isChanged())
                        .put("by", told.pause().by())
                        .put("reason", told.pause().reason())
                        .put("instance", told.isRunning())
                        .put("obeyed", told.isRunning() && told.pause().isObeyed());
            }
            out.println(array.toPrettyString());
        } else {
            all.forEach(told -> out.println(told.pause().entity() + ": " + words(told)));
        }
        out.flush();
        return all.stream().allMatch(told -> told.pause().isObeyed() || !told.isRunning())
                ? ExitCode.DONE
                : ExitCode.FOUND;
    }

    private static String words(Told told) {
        State state = told.pause().state();
        String words = (told.isChanged() ? "" : "already ") + state.word();
        if (!told.isRunning()) {
            return words + (state == State.ON ? "" : "; 'duet run' is not at work and will do it");
        }
        if (!told.pause().isObeyed()) {
            return words
                    + ", but the running instance has not taken it up yet: 'duet status' and its"
                    + " log say more";
        }
        return words
                + switch (state) {
                    case ON -> "";
                    case PAUSED ->
                            "; nothing of it is carried over either way, and which records clients"
                                    + " touch is noted";
                    case RESUMING ->
                            "; the records that were touched meanwhile are mended, others flow:"
                                    + " 'duet status' says how many are left";
                };
    }
}
