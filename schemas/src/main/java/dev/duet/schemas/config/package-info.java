/// The configuration as values: what the file says, fully checked, and nothing else; no I/O and no
/// parser here.
///
/// `deploy` reads the YAML file into [dev.duet.schemas.config.DuetConfig]; every other module takes
/// it (or the part it needs) as it is. The records mirror the file; defaults and ranges are the
/// [dev.duet.schemas.config.Bounds] constants beside the value they belong to. `duet.schema.json`,
/// a resource of this package, is the same shape for editors. All types are immutable and safe on
/// any thread.
@NullMarked
package dev.duet.schemas.config;

import org.jspecify.annotations.NullMarked;
