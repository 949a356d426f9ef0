package dev.duet.deploy.storm;

import dev.duet.deploy.support.Shop;

import java.util.Map;
import java.util.Objects;

/// What one client's transaction did to one record, as the log has it.
///
/// @param at its transaction's number in the log of its side, from 1
/// @param clock hybrid logical, as the two logs make it
/// @param seen how many of the peer's transactions stood in its side's log before it, by the marker
/// @param before null where it inserts
/// @param after null where it deletes
record Fact(
        Shop side,
        int at,
        long clock,
        int seen,
        Map<String, String> before,
        Map<String, String> after) {
    boolean isInsert() {
        return before == null;
    }

    boolean isDelete() {
        return after == null;
    }

    boolean isUpdate() {
        return before != null && after != null;
    }

    boolean touches(String field) {
        return after != null
                && (before == null || !Objects.equals(before.get(field), after.get(field)));
    }

    String value(String field) {
        return after.get(field);
    }

    /// What it adds to a counter; an insert sets it.
    long number(String field) {
        long to = Long.parseLong(after.get(field));
        return before == null ? to : to - Long.parseLong(before.get(field));
    }

    boolean saw(Fact other) {
        return seen >= other.at;
    }
}
