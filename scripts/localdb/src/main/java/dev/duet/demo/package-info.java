/// The story that `scripts/demo` tells: two local databases, two small companies in them, and Duet
/// between the two, as a person would run it.
///
/// Start with [dev.duet.demo.Story]. It stands in this module because it needs the local databases
/// and nothing of Duet's classes: Duet runs as the program that was built, in a process of its own,
/// which the story may kill. So the program carries no databases, and the demo shows what a DBA
/// gets.
@NullMarked
package dev.duet.demo;

import org.jspecify.annotations.NullMarked;
