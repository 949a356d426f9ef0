/// Reference tables, which say what the keys in mapped columns stand for: from the JDBC connections
/// of a system to the mapping's [dev.duet.mapping.fields.Reference].
///
/// Start with [dev.duet.deploy.lookup.References]. Any thread may look up.
@NullMarked
package dev.duet.deploy.lookup;

import org.jspecify.annotations.NullMarked;
