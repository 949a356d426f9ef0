package dev.duet.deploy.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.PauseStore.Pause;

import java.util.List;

/// An entity that the file does not fit any more, for a command beside the sync. Immutable.
///
/// @param why what does not fit
/// @param mend what a person may do about it
public record Misfit(String entity, String why, String mend) {
    /// Under what a record stays held that cannot be let go for this.
    public static final String CODE = "STRUCTURE";

    /// @param pause what was last said of the entity
    static Misfit of(Pause pause, String why) {
        boolean isTold = !pause.isAltered() || pause.reason().equals(why);
        return new Misfit(
                pause.entity(),
                isTold ? why : why + "; seen when it was paused: " + pause.reason(),
                pause.isOn()
                        ? "mend the file, then 'duet reload' where 'duet run' is at work; or give"
                                + " the table back what it had"
                        : mendOf(pause.entity()));
    }

    /// What a person may do about an entity that is paused for this.
    static String mendOf(String entity) {
        return "mend the file, then 'duet reload'; or give the table back what it had, then 'duet"
                + " resume --entity "
                + entity
                + "'";
    }

    /// For scripts.
    public static void json(ObjectNode json, List<Misfit> leftOut) {
        ArrayNode all = json.putArray("leftOut");
        leftOut.forEach(
                it ->
                        all.addObject()
                                .put("entity", it.entity)
                                .put("why", it.why)
                                .put("mend", it.mend));
    }

    /// Why the entity cannot be worked with, and what to do.
    public String words() {
        return entity + " does not fit its tables: " + why + "; " + mend;
    }

    /// The same, where all others were worked with.
    public String leftOut() {
        return entity + " was left out, for it does not fit its tables: " + why + "; " + mend;
    }
}
