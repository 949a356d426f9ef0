/// How the commands look: colour where a person watches, aligned columns, plain text elsewhere.
///
/// Start with [dev.duet.deploy.terminal.Style].
@NullMarked
package dev.duet.deploy.terminal;

import org.jspecify.annotations.NullMarked;
