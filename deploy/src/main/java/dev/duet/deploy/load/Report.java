package dev.duet.deploy.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.LoadStore.Counts;
import dev.duet.deploy.compare.Afterwards;
import dev.duet.deploy.docs.page.PlainText;
import dev.duet.deploy.run.Misfit;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a load has come to, for people and for scripts. Immutable.
///
/// @param leftOut the entities that do not fit their tables
/// @param ended whether it was ended before all was done
/// @param compared null where nothing was compared
record Report(
        List<Loaded> loaded, List<Misfit> leftOut, boolean ended, @Nullable Afterwards compared) {
    Report {
        loaded = List.copyOf(loaded);
        leftOut = List.copyOf(leftOut);
    }

    /// Whether every record is there, and both sides are equal as far as that was asked for.
    boolean isWell() {
        return !ended
                && leftOut.isEmpty()
                && loaded.stream().allMatch(it -> it.isDone() && it.counts().refused() == 0)
                && (compared == null || compared.areEqual());
    }

    List<String> lines(Style style) {
        var table = new TextTable();
        table.row(
                "DIRECTION",
                "ENTITY",
                "READ",
                "INSERTED",
                "THERE ALREADY",
                "REFUSED",
                "PASSED OVER",
                "ROWS/S");
        for (Loaded it : loaded) {
            Counts counts = it.counts();
            table.row(
                    it.direction().toString(),
                    style.bold(it.entity()),
                    number(counts.read()),
                    number(counts.inserted()),
                    number(counts.already()),
                    counts.refused() == 0 ? "0" : style.bad(number(counts.refused())),
                    number(it.passedOver()),
                    it.before() ? "-" : number(it.rowsPerSecond()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        for (Loaded it : loaded) {
            lines.addAll(remarks(it, style));
        }
        leftOut.forEach(it -> lines.add(style.warning(PlainText.of(it.leftOut()))));
        if (ended) {
            lines.add(
                    style.warning("ended before all was loaded")
                            + ": the same command goes on behind the last chunk, 'duet load"
                            + " --restart' begins anew");
        }
        if (compared != null) {
            lines.add("");
            lines.addAll(compared.lines());
        }
        return lines;
    }

    private static List<String> remarks(Loaded it, Style style) {
        List<String> lines = new ArrayList<>();
        for (Refusal refusal : it.reasons()) {
            lines.add(
                    "%s %s: %s  %s"
                            .formatted(
                                    style.bold(it.entity()),
                                    PlainText.of(refusal.key()),
                                    PlainText.of(refusal.reason()),
                                    style.dim("(" + refusal.code() + ")")));
        }
        long more = it.counts().refused() - it.reasons().size();
        if (more > 0) {
            lines.add(
                    it.entity()
                            + ": "
                            + number(more)
                            + (it.reasons().isEmpty() ? " refused" : " more refused")
                            + "; 'duet load --restart' says why, as it tries them again");
        }
        if (it.before()) {
            lines.add(
                    it.direction()
                            + " "
                            + it.entity()
                            + ": an earlier load has done it; --restart begins anew");
        }
        if (it.counts().waiting() > 0) {
            lines.add(
                    it.entity()
                            + ": "
                            + number(it.counts().waiting())
                            + " wait for records that they refer to");
        }
        return lines;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("well", isWell()).put("complete", !ended && leftOut.isEmpty());
        Misfit.json(json, leftOut);
        ArrayNode entities = json.putArray("entities");
        for (Loaded it : loaded) {
            Counts counts = it.counts();
            ObjectNode one = entities.addObject();
            one.put("source", it.direction().source())
                    .put("target", it.direction().target())
                    .put("entity", it.entity())
                    .put("done", it.isDone())
                    .put("doneBefore", it.before())
                    .put("read", counts.read())
                    .put("inserted", counts.inserted())
                    .put("thereAlready", counts.already())
                    .put("refused", counts.refused())
                    .put("waiting", counts.waiting())
                    .put("passedOver", it.passedOver())
                    .put("rowsPerSecond", it.rowsPerSecond());
            ArrayNode reasons = one.putArray("reasons");
            it.reasons()
                    .forEach(
                            no ->
                                    reasons.addObject()
                                            .put("key", no.key())
                                            .put("code", no.code())
                                            .put("reason", no.reason()));
        }
        if (compared == null) {
            json.putNull("comparison");
        } else {
            json.set("comparison", compared.json());
        }
        return json;
    }
}
