package dev.duet.apply;

/// One direction of the sync, by the names of its systems.
///
/// @param first the system listed first in the file: until there are rules, it wins where both
///   changed a record
public record Direction(String source, String target, String first) {
    /// Whether the source's change wins a conflict.
    public boolean sourceWins() {
        return source.equals(first);
    }

    @Override
    public String toString() {
        return source + "→" + target;
    }
}
