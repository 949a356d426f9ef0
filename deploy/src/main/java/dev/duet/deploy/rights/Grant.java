package dev.duet.deploy.rights;

import java.util.List;

/// Privileges on one object, in SQL's words and in the order in which they are written.
public record Grant(List<String> privileges, Target target) {
    public Grant {
        privileges = List.copyOf(privileges);
        if (privileges.isEmpty()) {
            throw new IllegalArgumentException("a grant of nothing on " + target);
        }
    }

    static Grant on(Target target, String... privileges) {
        return new Grant(List.of(privileges), target);
    }
}
