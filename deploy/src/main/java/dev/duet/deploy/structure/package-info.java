/// What became of a table that Duet reads, in words: which columns are other than they were, and
/// what to write into the file and into the other database. Start at [TableChange].
@NullMarked
package dev.duet.deploy.structure;

import org.jspecify.annotations.NullMarked;
