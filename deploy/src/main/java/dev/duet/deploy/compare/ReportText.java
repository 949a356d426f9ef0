package dev.duet.deploy.compare;

import dev.duet.deploy.compare.Difference.FieldValues;
import dev.duet.deploy.docs.page.PlainText;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Findings as lines for a terminal. Immutable.
record ReportText(Findings findings, Style style) {
    private static final int VALUE_WIDTH = 40;

    List<String> lines() {
        List<String> lines = new ArrayList<>(table());
        List<Difference> listed = findings.listed();
        if (!listed.isEmpty()) {
            lines.add("");
            listed.forEach(it -> lines.add(line(it)));
            if (listed.size() < findings.differences()) {
                lines.add(
                        "... and " + (findings.differences() - listed.size()) + " more (--limit)");
            }
        }
        lines.add("");
        lines.addAll(verdict());
        return lines;
    }

    private List<String> table() {
        var table = new TextTable();
        table.row(
                "ENTITY",
                findings.first().toUpperCase(Locale.ROOT),
                findings.second().toUpperCase(Locale.ROOT),
                "NOT IN " + findings.first(),
                "NOT IN " + findings.second(),
                "DIFFERENT",
                "UNREADABLE",
                "OF THESE HELD",
                "CHANGING",
                "ROWS/S");
        for (Tally it : findings.tallies()) {
            table.row(
                    style.bold(it.entity()),
                    number(it.first()),
                    number(it.second()),
                    wrong(it.of(Difference.Kind.MISSING_IN_FIRST)),
                    wrong(it.of(Difference.Kind.MISSING_IN_SECOND)),
                    wrong(it.of(Difference.Kind.DIFFERENT)),
                    wrong(it.of(Difference.Kind.UNREADABLE)),
                    number(it.of(Reason.Code.HELD)),
                    number(it.changing()),
                    number(it.rowsPerSecond()));
        }
        return table.lines();
    }

    private String wrong(long count) {
        return count == 0 ? "0" : style.bad(number(count));
    }

    private static void addKept(List<String> lines, long count, String by, String owner) {
        if (count > 0) {
            lines.add(
                    "kept by %s: %s, with another value in fields that %s owns ('non-owner: keep')"
                            .formatted(by, number(count), owner));
        }
    }

    /// Of each field that is empty somewhere, in how many records of a hundred.
    List<String> completeness() {
        var table = new TextTable();
        table.row(
                "ENTITY", "FIELD", "EMPTY IN " + findings.first(), "EMPTY IN " + findings.second());
        boolean isComplete = true;
        for (Tally it : findings.tallies()) {
            Completeness of = it.completeness();
            for (int i = of.canonical().keySize(); i < of.canonical().size(); i++) {
                if (of.empty(true, i) + of.empty(false, i) > 0) {
                    isComplete = false;
                    table.row(
                            style.bold(it.entity()),
                            of.canonical().columns().get(i).name(),
                            share(of.empty(true, i), of.read(true)),
                            share(of.empty(false, i), of.read(false)));
                }
            }
        }
        return isComplete ? List.of("no field is empty anywhere") : table.lines();
    }

    /// `12.5 % (1)`
    static String share(long some, long all) {
        return all == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f %% (%,d)", some * 100.0 / all, some);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private String line(Difference it) {
        return "%s %s: %s  %s"
                .formatted(
                        style.bold(it.entity()),
                        PlainText.of(it.key()),
                        what(findings, it),
                        style.dim("(" + PlainText.of(it.reason().words()) + ")"));
    }

    /// What differs, in words.
    private static String what(Findings findings, Difference it) {
        return switch (it.kind()) {
            case MISSING_IN_FIRST -> "not in " + findings.first();
            case MISSING_IN_SECOND -> "not in " + findings.second();
            case UNREADABLE -> "cannot be read";
            case DIFFERENT ->
                    it.fields().stream()
                            .map(field -> field(findings, field))
                            .collect(Collectors.joining("; "));
        };
    }

    private static String field(Findings findings, FieldValues field) {
        return "%s: %s %s, %s %s"
                .formatted(
                        field.field(),
                        findings.first(),
                        value(field.first()),
                        findings.second(),
                        value(field.second()));
    }

    static String value(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        String shown = PlainText.of(value);
        int length = shown.codePointCount(0, shown.length());
        return "'"
                + (length <= VALUE_WIDTH
                        ? shown
                        : shown.substring(0, shown.offsetByCodePoints(0, VALUE_WIDTH)) + "…")
                + "'";
    }

    /// What came of it all, and what to think of it.
    List<String> verdict() {
        List<String> lines = new ArrayList<>();
        String of =
                " of %s records%s"
                        .formatted(
                                number(findings.records()),
                                findings.percent() == Request.ALL
                                        ? ""
                                        : " in a sample of " + findings.percent() + " %");
        if (findings.ended()) {
            lines.add(style.warning("ended before all was compared"));
        }
        findings.leftOut().forEach(it -> lines.add(style.warning(PlainText.of(it.leftOut()))));
        if (findings.differences() == 0) {
            lines.add(style.good("no difference") + of);
        } else {
            lines.add(
                    style.bad(number(findings.differences()) + " differ")
                            + of
                            + (findings.of(Reason.Code.HELD) == 0
                                    ? ""
                                    : ", "
                                            + number(findings.of(Reason.Code.HELD))
                                            + " of them held, as is expected"));
        }
        addKept(lines, findings.keptInFirst(), findings.first(), findings.second());
        addKept(lines, findings.keptInSecond(), findings.second(), findings.first());
        if (findings.changing() > 0) {
            lines.add(
                    number(findings.changing())
                            + " kept changing while they were looked at: compare them again");
        }
        if (findings.of(Reason.Code.NOT_APPLIED) > 0) {
            lines.add(
                    number(findings.of(Reason.Code.NOT_APPLIED))
                            + " may only not have been carried over yet: "
                            + findings.obstacle());
        }
        return lines;
    }
}
