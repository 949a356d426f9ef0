package dev.duet.deploy.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

import java.util.Optional;

/// What the YAML parser could not read, in our words. Takes nothing of the line over, for a
/// password may stand in it.
record SyntaxProblem(Place place, String what, String mend) {
    private static final String NO_COLON = "could not find expected ':'";

    static SyntaxProblem of(MarkedYamlEngineException failure, String text) {
        String reason = failure.getProblem() == null ? "" : failure.getProblem();
        Place place = place(failure, reason);
        if (reason.contains("TAB") || startsWithTab(line(text, place))) {
            return new SyntaxProblem(
                    place, "a tab stands where YAML wants spaces", "indent with spaces only");
        }
        if (hasBareReference(line(text, place))) {
            return new SyntaxProblem(
                    place,
                    "YAML takes the { of ${...} for the start of a group of keys",
                    "put the reference in double quotes: \"${env:NAME}\"");
        }
        String begun =
                failure.getContextMark()
                        .map(SyntaxProblem::placeOf)
                        .filter(start -> !start.equals(place))
                        .map(start -> " (it began at line " + start.line() + ")")
                        .orElse("");
        return inOurWords(place, reason, begun);
    }

    void addTo(Problems problems) {
        problems.add(place, "", what, mend);
    }

    private static SyntaxProblem inOurWords(Place place, String reason, String begun) {
        if (reason.contains("mapping values are not allowed")) {
            return new SyntaxProblem(
                    place,
                    "a key and its colon are not allowed here",
                    "check the indentation of this line and the one above, and put a value with a"
                            + " colon in quotes");
        }
        if (reason.contains(NO_COLON)) {
            return new SyntaxProblem(
                    place,
                    "a key has no colon" + begun,
                    "write key: value, with a space after the colon");
        }
        if (reason.contains("unexpected end of stream")) {
            return new SyntaxProblem(
                    place, "the file ends inside quotes" + begun, "close the quotes");
        }
        if (reason.contains("but got")) {
            return new SyntaxProblem(
                    place,
                    "a comma or a closing bracket is missing" + begun,
                    "put a comma between the entries and close each { and [");
        }
        if (reason.contains("expected <block end>")) {
            return new SyntaxProblem(
                    place,
                    "this line does not fit the lines above" + begun,
                    "give keys of one group the same indentation");
        }
        return new SyntaxProblem(
                place,
                "this is not YAML" + begun + (reason.isEmpty() ? "" : ": " + firstLine(reason)),
                "put the value in quotes, or check brackets and indentation");
    }

    /// Where the parser stopped; a key that never got its colon is behind that.
    private static Place place(MarkedYamlEngineException failure, String reason) {
        Optional<Mark> stop = failure.getProblemMark();
        Optional<Mark> begin = failure.getContextMark();
        Optional<Mark> mark =
                reason.contains(NO_COLON) ? begin.or(() -> stop) : stop.or(() -> begin);
        return mark.map(SyntaxProblem::placeOf).orElse(Place.START);
    }

    private static Place placeOf(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static boolean startsWithTab(String line) {
        return line.substring(0, line.length() - line.stripLeading().length()).indexOf('\t') >= 0;
    }

    private static boolean hasBareReference(String line) {
        int start = line.indexOf("${");
        return start == 0 || (start > 0 && "\"'".indexOf(line.charAt(start - 1)) < 0);
    }

    private static String line(String text, Place place) {
        return text.lines().skip(place.line() - 1L).findFirst().orElse("");
    }

    private static String firstLine(String reason) {
        return Shown.value(reason.lines().findFirst().orElse(""));
    }
}
