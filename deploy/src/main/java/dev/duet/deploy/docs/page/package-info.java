/// A document for people, and the forms in which it is written: HTML and Markdown. Knows nothing of
/// what the document is about.
///
/// Start with [dev.duet.deploy.docs.page.Block].
@NullMarked
package dev.duet.deploy.docs.page;

import org.jspecify.annotations.NullMarked;
