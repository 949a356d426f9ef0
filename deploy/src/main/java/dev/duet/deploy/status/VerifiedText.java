package dev.duet.deploy.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.VerificationStore.Counts;
import dev.duet.apply.store.VerificationStore.Round;
import dev.duet.apply.store.VerificationStore.Verification;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TimeSpan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How many rows are known equal, and since when, for a person and for a program. Immutable.
record VerifiedText(List<Verification> all, Style style) {
    /// Whether something differs that the sync will not mend.
    static boolean isWrong(List<Verification> all) {
        return all.stream()
                .flatMap(it -> it.whole().stream())
                .anyMatch(round -> round.counts().differing() > 0);
    }

    /// None before the first round.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!all.isEmpty()) {
            lines.add("");
            lines.add("compared beside the sync:");
        }
        for (Verification it : all) {
            lines.add("  " + it.entity() + ": " + it.whole().map(this::words).orElse("not yet"));
            it.whole()
                    .filter(round -> round.counts().differing() > 0)
                    .ifPresent(
                            _ ->
                                    lines.add(
                                            style.warning(
                                                    "    'duet compare --entity "
                                                            + it.entity()
                                                            + "' shows what differs, with --repair"
                                                            + " it mends it")));
            if (!it.error().isEmpty()) {
                lines.add(
                        style.warning(
                                "    not since, tried %s ago: %s"
                                        .formatted(TimeSpan.text(it.sinceTried()), it.error())));
            }
        }
        return lines;
    }

    /// What is neither equal nor differs is held, or was being written.
    private String words(Round round) {
        Counts counts = round.counts();
        String of =
                counts.equal() == counts.compared()
                        ? ""
                        : String.format(Locale.ROOT, " of %,d", counts.compared());
        String differ = String.format(Locale.ROOT, "%,d differ", counts.differing());
        return String.format(
                Locale.ROOT,
                "%,d%s rows known equal as of %s ago, %s",
                counts.equal(),
                of,
                TimeSpan.text(round.sinceBegan()),
                counts.differing() == 0 ? differ : style.bad(differ));
    }

    static void put(ArrayNode array, List<Verification> all) {
        for (Verification it : all) {
            ObjectNode one = array.addObject();
            one.put("entity", it.entity());
            it.whole()
                    .ifPresent(
                            round ->
                                    one.put("compared", round.counts().compared())
                                            .put("equal", round.counts().equal())
                                            .put("differing", round.counts().differing())
                                            .put("beganMillisAgo", round.sinceBegan().toMillis())
                                            .put("endedMillisAgo", round.sinceEnded().toMillis()));
            one.put("error", it.error()).put("triedMillisAgo", it.sinceTried().toMillis());
        }
    }
}
