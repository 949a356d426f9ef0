/// Puts the changes of a batch into few set-based statements without breaking any order that
/// matters.
///
/// Start with [dev.duet.apply.plan.ApplyPlan]. Pure: nothing here talks to a database.
@NullMarked
package dev.duet.apply.plan;

import org.jspecify.annotations.NullMarked;
