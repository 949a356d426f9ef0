package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// The labels of an enum, or the members a set may have.
record Labels(SequencedSet<String> labels, boolean many) implements Domain {
    static Labels of(List<String> labels, boolean many) {
        return new Labels(new LinkedHashSet<>(labels), many);
    }

    @Override
    public @Nullable String misfit(Object value) {
        String text = (String) value;
        if (!many) {
            return labels.contains(text) ? null : "not one of the enum's labels";
        }
        for (String member : members(text)) {
            if (!labels.contains(member)) {
                return "not one of the set's members";
            }
        }
        return null;
    }

    /// The members of a set's canonical text.
    static List<String> members(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /// A set's canonical text: its members in the order of the definition, each once. Unknown ones
    /// stay, to be refused.
    String ordered(List<String> members) {
        SequencedSet<String> rest = new LinkedHashSet<>(members);
        StringBuilder out = new StringBuilder();
        for (String label : labels) {
            if (rest.remove(label)) {
                out.append(out.isEmpty() ? "" : ",").append(label);
            }
        }
        rest.forEach(unknown -> out.append(out.isEmpty() ? "" : ",").append(unknown));
        return out.toString();
    }

    @Override
    public Cover of(Domain other) {
        return Cover.allIf(labels.containsAll(((Labels) other).labels));
    }

    @Override
    public String limits() {
        return labels.size() + (many ? " members" : " labels");
    }
}
