/// Who wins: the rules of an entity as values, and the pure decisions about one field and about a
/// record's presence.
///
/// Start with [dev.duet.apply.conflict.rules.FieldDecision] and
/// [dev.duet.apply.conflict.rules.PresenceRule]. All immutable, no I/O.
@NullMarked
package dev.duet.apply.conflict.rules;

import org.jspecify.annotations.NullMarked;
