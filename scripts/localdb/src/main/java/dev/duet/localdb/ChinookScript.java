package dev.duet.localdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chinook as HSQLDB keeps it: a script of one statement a line, in an artifact of its own.
/// Immutable.
///
/// @param definitions what makes the tables, and what ties them to each other afterwards
record ChinookScript(List<String> definitions, List<Insert> inserts) {
    private static final String RESOURCE = "/chinook.script";
    private static final Pattern DEFINITION =
            Pattern.compile("(CREATE MEMORY|ALTER) TABLE \"chinook\"\\..*");
    private static final Pattern INSERT =
            Pattern.compile("INSERT INTO \"chinook\"\\.\"(\\w+)\" VALUES(\\(.*\\))");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    /// One row.
    ///
    /// @param values in parentheses, as standard SQL
    record Insert(String table, String values) {}

    ChinookScript {
        definitions = List.copyOf(definitions);
        inserts = List.copyOf(inserts);
    }

    /// The script of the artifact.
    static ChinookScript read() {
        try (InputStream script = ChinookScript.class.getResourceAsStream(RESOURCE)) {
            if (script == null) {
                throw new CannotStartDatabase(
                        RESOURCE
                                + " of net.hydromatic:chinook-data-hsqldb is not on the class path:"
                                + " build anew with Maven");
            }
            List<String> lines =
                    new String(script.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .map(ChinookScript::unescaped)
                            .toList();
            return new ChinookScript(
                    lines.stream().filter(line -> DEFINITION.matcher(line).matches()).toList(),
                    lines.stream()
                            .map(INSERT::matcher)
                            .filter(Matcher::matches)
                            .map(it -> new Insert(it.group(1), it.group(2)))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// HSQLDB writes what is not ASCII, and the backslash, as code units.
    private static String unescaped(String line) {
        return ESCAPED.matcher(line)
                .replaceAll(
                        unit ->
                                Matcher.quoteReplacement(
                                        Character.toString(
                                                (char) Integer.parseInt(unit.group(1), 16))));
    }
}
