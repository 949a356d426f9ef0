package dev.duet.deploy.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.quarantine.Books.Outcome;
import dev.duet.deploy.terminal.Style;

import java.io.PrintWriter;
import java.util.List;

/// Says what became of the entries that a person decided about.
///
/// @param done the word for one that is settled
record OutcomesText(String done) {
    /// @return the exit code
    int print(List<Outcome> outcomes, boolean json, PrintWriter out) {
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            outcomes.forEach(outcome -> add(all.addObject(), outcome));
            out.println(all.toPrettyString());
        } else {
            outcomes.forEach(outcome -> out.println(line(outcome)));
            out.println(sum(outcomes));
        }
        return outcomes.stream().allMatch(Outcome.Settled.class::isInstance)
                ? ExitCode.DONE
                : ExitCode.FOUND;
    }

    private void add(ObjectNode node, Outcome outcome) {
        node.put("id", outcome.entry().id());
        switch (outcome) {
            case Outcome.Settled _ -> node.put("outcome", done);
            case Outcome.Asked _ -> node.put("outcome", "asked");
            case Outcome.StillHeld held ->
                    node.put("outcome", "held")
                            .put("code", held.code())
                            .put("reason", held.reason());
        }
    }

    private String line(Outcome outcome) {
        Style style = Style.ofOutput();
        String words = outcome.entry().words();
        return switch (outcome) {
            case Outcome.Settled _ -> style.good(done) + "  " + words;
            case Outcome.Asked _ ->
                    style.warning("asked") + "  " + words + ": 'duet run' does it when it runs";
            case Outcome.StillHeld held ->
                    style.bad("still held")
                            + "  "
                            + words
                            + ": "
                            + held.reason()
                            + " ("
                            + held.code()
                            + ")";
        };
    }

    private String sum(List<Outcome> outcomes) {
        long settled = outcomes.stream().filter(Outcome.Settled.class::isInstance).count();
        long asked = outcomes.stream().filter(Outcome.Asked.class::isInstance).count();
        long held = outcomes.size() - settled - asked;
        return settled
                + " "
                + done
                + ", "
                + held
                + " still held"
                + (asked == 0 ? "" : ", " + asked + " asked for");
    }
}
