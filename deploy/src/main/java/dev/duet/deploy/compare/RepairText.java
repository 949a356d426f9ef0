package dev.duet.deploy.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.conflict.RowWrite;
import dev.duet.deploy.compare.Repaired.State;
import dev.duet.deploy.compare.Verdict.Left;
import dev.duet.deploy.compare.Verdict.Mend;
import dev.duet.deploy.compare.Verdict.Why;
import dev.duet.deploy.docs.page.PlainText;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.Column;
import dev.duet.schemas.Images;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A repair for people and for scripts: the plan, and what came of it. Immutable.
///
/// @param names of the systems, in the order of the file
record RepairText(List<String> names, Style style) {
    /// A line for each record.
    ///
    /// @param obstacle why the sync cannot have carried over all; null where it has
    List<String> plan(List<Verdict> plan, @Nullable String obstacle) {
        List<String> lines = new ArrayList<>();
        long mends = plan.stream().filter(Mend.class::isInstance).count();
        lines.add(
                "plan: %,d of %,d records are repaired".formatted(mends, plan.size())
                        + (mends == plan.size() ? "" : ", the others left"));
        plan.forEach(it -> lines.add("  " + line(it)));
        if (obstacle != null && mends > 0) {
            lines.add(
                    style.warning("note")
                            + ": "
                            + obstacle
                            + ". What clients wrote and was not carried over yet differs, too;"
                            + " where it is written over, the sync puts it right again once it"
                            + " reads it");
        }
        return lines;
    }

    private String line(Verdict verdict) {
        String name =
                style.bold(verdict.record().entity()) + " " + PlainText.of(verdict.record().name());
        return name
                + ": "
                + switch (verdict) {
                    case Left left -> style.warning("left") + ": " + PlainText.of(left.words());
                    case Mend mend ->
                            steps(mend).stream().map(Step::words).collect(Collectors.joining("; "));
                };
    }

    /// What came of it.
    List<String> results(List<Repaired> results) {
        List<String> lines = new ArrayList<>();
        for (Repaired it : results) {
            if (!it.isMended() && it.verdict() instanceof Mend mend) {
                lines.add(
                        "  %s %s: %s: %s"
                                .formatted(
                                        style.bold(mend.record().entity()),
                                        PlainText.of(mend.record().name()),
                                        style.bad(word(it.state())),
                                        PlainText.of(it.words())));
            }
        }
        lines.add(
                results.stream()
                        .collect(Collectors.groupingBy(Repaired::state, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(it -> "%,d %s".formatted(it.getValue(), word(it.getKey())))
                        .collect(Collectors.joining(", ")));
        return lines;
    }

    /// @param results empty for the plan alone
    ObjectNode json(ObjectNode json, boolean isDry, List<Verdict> plan, List<Repaired> results) {
        json.put("dryRun", isDry);
        for (State state : State.values()) {
            json.put(word(state), results.stream().filter(it -> it.state() == state).count());
        }
        ArrayNode records = json.putArray("records");
        for (int i = 0; i < plan.size(); i++) {
            Verdict verdict = plan.get(i);
            ObjectNode record = records.addObject();
            record.put("entity", verdict.record().entity()).put("key", verdict.record().name());
            switch (verdict) {
                case Left left -> record.put("left", word(left.code())).put("words", left.words());
                case Mend mend -> {
                    ArrayNode writes = record.putArray("writes");
                    steps(mend).forEach(it -> it.put(writes.addObject()));
                }
            }
            if (!results.isEmpty()) {
                record.put("state", word(results.get(i).state()));
                record.put("words", results.get(i).words());
            }
        }
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// One thing that is written.
    private record Step(
            String system,
            String what,
            @Nullable String field,
            @Nullable String from,
            @Nullable String to,
            String rule) {
        String words() {
            String values =
                    field == null
                            ? ""
                            : ": %s %s → %s"
                                    .formatted(field, ReportText.value(from), ReportText.value(to));
            return "%s in %s%s (%s)".formatted(what, system, values, rule);
        }

        void put(ObjectNode json) {
            json.put("system", system).put("does", what).put("rule", rule);
            if (field != null) {
                json.put("field", field).put("from", from).put("to", to);
            }
        }
    }

    private List<Step> steps(Mend mend) {
        List<Step> steps = new ArrayList<>();
        for (boolean first : List.of(true, false)) {
            String system = names.get(first ? 0 : 1);
            switch (mend.in(first)) {
                case null -> {}
                case RowWrite.Insert _ -> steps.add(whole(mend, system, "insert"));
                case RowWrite.Delete _ -> steps.add(whole(mend, system, "delete"));
                case RowWrite.Update update -> {
                    for (RowWrite.FieldWrite field : update.fields()) {
                        if (field instanceof RowWrite.Set set) {
                            steps.add(set(mend, system, set));
                        }
                    }
                }
            }
        }
        return steps;
    }

    private static Step whole(Mend mend, String system, String what) {
        return new Step(system, what, null, null, null, rule(mend, Why.PRESENCE));
    }

    private static Step set(Mend mend, String system, RowWrite.Set set) {
        Column column = mend.record().likeness().canonical().columns().get(set.column());
        return new Step(
                system,
                "set",
                column.name(),
                text(column, set.from()),
                text(column, set.to()),
                rule(mend, column.name()));
    }

    private static @Nullable String text(Column column, @Nullable Object value) {
        return value == null ? null : Images.text(column, value);
    }

    private static String rule(Mend mend, String field) {
        return mend.why().stream()
                .filter(it -> it.field().equals(field))
                .map(Why::rule)
                .findFirst()
                .orElseThrow();
    }
}
