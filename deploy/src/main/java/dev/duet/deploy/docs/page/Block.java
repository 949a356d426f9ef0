package dev.duet.deploy.docs.page;

import java.util.List;

/// A part of a document.
public sealed interface Block {
    /// @param level 1 for the title of the document
    /// @param id letters, digits, `_` and `-`; its own in the document
    record Heading(int level, String id, String text) implements Block {}

    record Paragraph(Line line) implements Block {}

    record Bullets(List<Line> lines) implements Block {
        public Bullets {
            lines = List.copyOf(lines);
        }
    }

    /// A table.
    record Grid(List<String> head, List<List<Line>> rows) implements Block {
        public Grid {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Line> row : rows) {
                if (row.size() != head.size()) {
                    throw new IllegalArgumentException("a row of another width: " + row);
                }
            }
        }
    }
}
