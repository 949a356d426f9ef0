/// Writes canonical changes to the target: a marker first, then the rows, in one transaction.
///
/// In: mapped transactions. Out: what became of each change, with conflicts audited and bad records
/// quarantined.
@NullMarked
package dev.duet.apply;

import org.jspecify.annotations.NullMarked;
