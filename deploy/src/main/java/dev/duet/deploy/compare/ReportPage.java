package dev.duet.deploy.compare;

import dev.duet.deploy.compare.Difference.FieldValues;
import dev.duet.deploy.docs.page.Block;
import dev.duet.deploy.docs.page.Block.Grid;
import dev.duet.deploy.docs.page.Block.Heading;
import dev.duet.deploy.docs.page.Block.Paragraph;
import dev.duet.deploy.docs.page.HtmlPage;
import dev.duet.deploy.docs.page.Line;
import dev.duet.deploy.docs.page.Span.Tone;
import dev.duet.deploy.terminal.Style;

import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Findings as one HTML page. Immutable.
record ReportPage(Findings findings) {
    String html() {
        String title = "Comparison of " + findings.first() + " and " + findings.second();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(1, "comparison", title));
        blocks.add(
                new Paragraph(
                        Line.of(findings.at().truncatedTo(ChronoUnit.SECONDS) + ". ")
                                .and(
                                        findings.areEqual()
                                                ? Line.ofMark(Tone.GOOD, "equal")
                                                : Line.ofMark(Tone.WARNING, "not equal"))));
        new ReportText(findings, Style.PLAIN)
                .verdict()
                .forEach(line -> blocks.add(new Paragraph(Line.of(line + "."))));
        blocks.add(new Heading(2, "entities", "By entity"));
        blocks.add(entities());
        if (!findings.listed().isEmpty()) {
            blocks.add(new Heading(2, "differences", "Differences"));
            blocks.add(differences());
        }
        blocks.add(new Heading(2, "completeness", "Share of empty values"));
        blocks.add(completeness());
        return HtmlPage.of(title, blocks);
    }

    private Grid entities() {
        List<List<Line>> rows = new ArrayList<>();
        for (Tally it : findings.tallies()) {
            rows.add(
                    List.of(
                            Line.ofCode(it.entity()),
                            number(it.first()),
                            number(it.second()),
                            number(it.of(Difference.Kind.MISSING_IN_FIRST)),
                            number(it.of(Difference.Kind.MISSING_IN_SECOND)),
                            number(it.of(Difference.Kind.DIFFERENT)),
                            number(it.of(Difference.Kind.UNREADABLE)),
                            number(it.of(Reason.Code.HELD)),
                            number(it.changing())));
        }
        return new Grid(
                List.of(
                        "Entity",
                        "Records in " + findings.first(),
                        "Records in " + findings.second(),
                        "Not in " + findings.first(),
                        "Not in " + findings.second(),
                        "Different",
                        "Unreadable",
                        "Of these held",
                        "Kept changing"),
                rows);
    }

    private Grid completeness() {
        List<List<Line>> rows = new ArrayList<>();
        for (Tally it : findings.tallies()) {
            Completeness of = it.completeness();
            for (int i = of.canonical().keySize(); i < of.canonical().size(); i++) {
                rows.add(
                        List.of(
                                Line.ofCode(it.entity()),
                                Line.ofCode(of.canonical().columns().get(i).name()),
                                Line.of(ReportText.share(of.empty(true, i), of.read(true))),
                                Line.of(ReportText.share(of.empty(false, i), of.read(false)))));
            }
        }
        return new Grid(
                List.of(
                        "Entity",
                        "Field",
                        "Empty in " + findings.first(),
                        "Empty in " + findings.second()),
                rows);
    }

    private static Line number(long count) {
        return Line.of(Long.toString(count));
    }

    private Grid differences() {
        List<List<Line>> rows = new ArrayList<>();
        for (Difference it : findings.listed()) {
            switch (it.kind()) {
                case MISSING_IN_FIRST -> rows.add(row(it, "", absent(), Line.of("there")));
                case MISSING_IN_SECOND -> rows.add(row(it, "", Line.of("there"), absent()));
                case UNREADABLE -> rows.add(row(it, "", Line.EMPTY, Line.EMPTY));
                case DIFFERENT -> {
                    for (FieldValues field : it.fields()) {
                        rows.add(
                                row(
                                        it,
                                        field.field(),
                                        value(field.first()),
                                        value(field.second())));
                    }
                }
            }
        }
        return new Grid(
                List.of("Entity", "Key", "Field", findings.first(), findings.second(), "Reason"),
                rows);
    }

    private static List<Line> row(Difference it, String field, Line first, Line second) {
        return List.of(
                Line.ofCode(it.entity()),
                Line.ofCode(it.key()),
                field.isEmpty() ? Line.EMPTY : Line.ofCode(field),
                first,
                second,
                Line.of(it.reason().words()));
    }

    private static Line absent() {
        return Line.ofMark(Tone.WARNING, "not there");
    }

    private static Line value(@Nullable String value) {
        return value == null ? Line.ofMark(Tone.QUIET, "NULL") : Line.ofCode(value);
    }
}
