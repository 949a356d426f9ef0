/// `duet docs`: the mapping as a document for those who own the data and those who audit it.
///
/// Start with [dev.duet.deploy.docs.Specification]. What the file says becomes words in one place
/// ([dev.duet.deploy.docs.FieldWords], [dev.duet.deploy.docs.EntityWords]), so the page and the
/// comparison with an earlier file say the same.
@NullMarked
package dev.duet.deploy.docs;

import org.jspecify.annotations.NullMarked;
