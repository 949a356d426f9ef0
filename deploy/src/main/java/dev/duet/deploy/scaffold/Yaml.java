package dev.duet.deploy.scaffold;

import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Spells what comes from a database so that it can stand in the file.
final class Yaml {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_.$-]*|0|-?[1-9][0-9]{0,17}");

    /// Words that YAML, or people who read it, take for something else.
    private static final Set<String> OTHERWISE =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private Yaml() {}

    /// A key or value: as it is, or in quotes.
    static String word(String text) {
        boolean plain =
                PLAIN.matcher(text).matches() && !OTHERWISE.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : TextNode.valueOf(text).toString();
    }

    /// What can stand behind `#`.
    static String comment(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
