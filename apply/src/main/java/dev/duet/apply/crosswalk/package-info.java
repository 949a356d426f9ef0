/// Entities whose keys each system makes up: which record is which (`duet.identity`), and rows of
/// which nobody knows the key before they are written. Everything else in this module has rows with
/// a [dev.duet.schemas.PeerKey] where such a key stands.
@NullMarked
package dev.duet.apply.crosswalk;

import org.jspecify.annotations.NullMarked;
