package dev.duet.deploy.check.schema;

import dev.duet.mapping.fields.Reference;
import dev.duet.schemas.Column;

/// A reference table of which only the declaration counts. Immutable.
record DeclaredReference(String name, Column key, Column value) implements Reference {
    @Override
    public Found valueOf(Object key) {
        throw new IllegalStateException("no row of " + name + " is looked at");
    }

    @Override
    public Found keyOf(Object value) {
        throw new IllegalStateException("no row of " + name + " is looked at");
    }
}
