package dev.duet.deploy.config;

import java.util.List;

/// A part of the YAML file, with the place where it begins.
sealed interface YamlNode {

    Place place();

    /// What this is, for a message; names the text, so never for a password.
    String description();

    /// A single value. The text is as written; the kind says what YAML takes it for.
    record Scalar(String text, Kind kind, Place place) implements YamlNode {
        enum Kind {
            TEXT,
            INTEGER,
            DECIMAL,
            BOOLEAN,
            NOTHING
        }

        @Override
        public String description() {
            return switch (kind) {
                case TEXT -> Shown.value(text);
                case INTEGER, DECIMAL -> "the number " + text;
                case BOOLEAN -> "the truth value " + text;
                case NOTHING -> "nothing";
            };
        }
    }

    /// Keys and values in file order, duplicates included.
    record Mapping(List<Entry> entries, Place place) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String description() {
            return "a group of keys";
        }
    }

    record Sequence(List<YamlNode> items, Place place) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    record Entry(YamlNode key, YamlNode value) {}
}
