package dev.duet.deploy.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Says what is wrong with a key that its group does not know.
final class UnknownKeys {
    private UnknownKeys() {}

    /// Notes each unknown key. Returns the known ones that were most likely meant, which then are
    /// not missing.
    static Set<String> refuse(Collection<Located> entries, Keys keys, Reading reading) {
        Set<String> meant = new HashSet<>();
        for (Located entry : entries) {
            if (!keys.accepted().contains(entry.key())) {
                refuse(entry, keys, reading);
                NearestWord.of(Shown.key(entry.key()), keys.accepted()).ifPresent(meant::add);
            }
        }
        return meant;
    }

    /// Notes a word of the mapping language that this version does not have yet.
    private static void refuseLater(Located entry, Reading reading) {
        reading.problems()
                .add(
                        entry.keyPlace(),
                        entry.path(),
                        "'" + entry.key() + "' is not supported by this version",
                        "remove it");
    }

    private static void refuse(Located entry, Keys keys, Reading reading) {
        Keys.Refusal refusal = keys.refused().get(entry.key());
        if (keys.later().contains(entry.key())) {
            refuseLater(entry, reading);
        } else if (refusal != null) {
            reading.problems().add(entry.keyPlace(), entry.path(), refusal.what(), refusal.mend());
        } else {
            reading.problems()
                    .add(
                            entry.keyPlace(),
                            entry.path(),
                            "the key " + Shown.value(Shown.key(entry.key())) + " is not known here",
                            mendFor(entry.key(), keys));
        }
    }

    private static String mendFor(String key, Keys keys) {
        if (Shown.hidesValue(key)) {
            return "write key: value, with a space after the colon";
        }
        Optional<String> meant = NearestWord.of(key, keys.accepted());
        return meant.map(word -> "did you mean '" + word + "'? Else remove it")
                .orElse("remove it; known here are " + String.join(", ", keys.accepted()));
    }
}
