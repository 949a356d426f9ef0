package dev.duet.deploy.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.PauseStore.State;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TimeSpan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An entity that is paused or resumes, for `duet status`. Immutable.
///
/// @param parked how many records clients of each system have touched since, by system; a record
///   may be among both
public record PausedEntity(Pause pause, Map<String, Long> parked) {
    public PausedEntity {
        parked = Map.copyOf(parked);
    }

    /// How it is to go on.
    String mend() {
        return pause.state() == State.PAUSED
                ? "'duet resume --entity " + pause.entity() + "' when it may go on"
                : "'duet run' mends them; what waits for a person, 'duet compare --entity "
                        + pause.entity()
                        + " --repair' does";
    }

    static List<String> lines(List<PausedEntity> all, Style style) {
        List<String> lines = new ArrayList<>();
        for (PausedEntity one : all) {
            Pause pause = one.pause;
            lines.add("");
            lines.add(
                    style.warning(
                            "%s: %s since %s by %s%s; parked: %s; %s"
                                    .formatted(
                                            pause.entity(),
                                            pause.state().name(),
                                            TimeSpan.text(pause.age()),
                                            pause.by(),
                                            pause.reason().isEmpty()
                                                    ? ""
                                                    : " (" + pause.reason() + ")",
                                            one.counts(),
                                            one.mend())));
            if (!pause.waits().isEmpty()) {
                lines.add(style.warning("  still parked: " + pause.waits()));
            }
        }
        return lines;
    }

    private String counts() {
        if (pause.isUnseen()) {
            return pause.state() == State.PAUSED
                    ? "nothing, both sides are compared when it resumes"
                    : "both sides are compared first";
        }
        return parked.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(it -> "%,d touched in %s".formatted(it.getValue(), it.getKey()))
                .collect(Collectors.joining(", "));
    }

    static void put(ArrayNode array, List<PausedEntity> all) {
        for (PausedEntity one : all) {
            Pause pause = one.pause;
            ObjectNode json =
                    array.addObject()
                            .put("entity", pause.entity())
                            .put("state", pause.state().name())
                            .put("cause", pause.cause().name())
                            .put("by", pause.by())
                            .put("reason", pause.reason())
                            .put("waits", pause.waits())
                            .put("millisAgo", pause.age().toMillis())
                            .put("mend", one.mend());
            ObjectNode parked = json.putObject("parked");
            one.parked.forEach(parked::put);
        }
    }
}
