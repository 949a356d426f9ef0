package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

/// A wrong configuration, and what must be said of it.
///
/// @param line where the mistake must be found
/// @param path the keys that lead there; as in [Problem]
/// @param says a part of the message, mend included
/// @param schemaSees whether the JSON Schema, which knows less, must refuse it too
record Wrong(String title, String text, int line, String path, String says, boolean schemaSees) {

    /// [Samples#SMALL] with one text replaced by another.
    static Wrong edit(String title, String old, String replacement) {
        assertThat(Samples.SMALL).as(title).containsOnlyOnce(old);
        return whole(title, Samples.SMALL.replace(old, replacement));
    }

    /// [Samples#SMALL] with more lines; the first is line 11.
    static Wrong appended(String title, String lines) {
        return whole(title, Samples.SMALL + lines);
    }

    static Wrong whole(String title, String text) {
        return new Wrong(title, text, 1, "", "", true);
    }

    /// The same where one text is another.
    Wrong edited(String old, String replacement) {
        assertThat(text).as(title).containsOnlyOnce(old);
        return whole(title, text.replace(old, replacement));
    }

    Wrong at(int place, String keys, String part) {
        return new Wrong(title, text, place, keys, part, schemaSees);
    }

    /// For what no schema can say, such as two keys with one value.
    Wrong unseenBySchema() {
        return new Wrong(title, text, line, path, says, false);
    }

    @Override
    public String toString() {
        return title;
    }
}
