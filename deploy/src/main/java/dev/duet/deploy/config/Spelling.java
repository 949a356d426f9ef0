package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Mapping;
import dev.duet.deploy.config.YamlNode.Scalar;

import java.util.Map;
import java.util.Optional;

/// A rule as the file spells it: `latest`, `{ prefer: crm }`, or the same as one text in quotes,
/// `"prefer: crm"`, which is what YAML asks for when somebody leaves the brackets out.
///
/// @param value all of it
/// @param argument what stands after the word; empty when nothing does
record Spelling(String word, Located value, Optional<Located> argument) {

    /// Empty, with a problem noted, when the value is nothing of that kind.
    static Optional<Spelling> of(Located value, String mend, Reading reading) {
        return switch (value.node()) {
            case Scalar scalar when scalar.kind() == Scalar.Kind.TEXT ->
                    reading.text(value, mend).map(text -> of(value, text));
            case Scalar scalar when scalar.kind() == Scalar.Kind.NOTHING -> {
                reading.wrong(value, "the key has no value", mend);
                yield Optional.empty();
            }
            case Scalar scalar -> {
                reading.wrong(value, "a rule is needed, not " + scalar.description(), mend);
                yield Optional.empty();
            }
            case Mapping _ ->
                    reading.entries(value, mend).flatMap(rules -> of(value, rules, mend, reading));
            case YamlNode.Sequence list -> {
                reading.wrong(value, "a rule is needed, not " + list.description(), mend);
                yield Optional.empty();
            }
        };
    }

    private static Spelling of(Located value, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Spelling(text.strip(), value, Optional.empty());
        }
        String after = text.substring(colon + 1).strip();
        Scalar argument = new Scalar(after, Scalar.Kind.TEXT, value.place());
        return new Spelling(
                text.substring(0, colon).strip(),
                value,
                after.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Located(
                                        value.path(), value.key(), value.keyPlace(), argument)));
    }

    private static Optional<Spelling> of(
            Located value, Map<String, Located> rules, String mend, Reading reading) {
        if (rules.size() != 1) {
            reading.wrong(
                    value,
                    rules.isEmpty() ? "there is no rule here" : "one rule is needed, not several",
                    mend);
            return Optional.empty();
        }
        Located rule = rules.values().iterator().next();
        boolean bare = rule.node() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING;
        return Optional.of(
                new Spelling(rule.key(), value, bare ? Optional.empty() : Optional.of(rule)));
    }
}
