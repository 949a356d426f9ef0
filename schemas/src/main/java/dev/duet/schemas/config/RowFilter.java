package dev.duet.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `rows`: which rows of both tables are records of an entity: those whose fields each hold one of
/// some values. The others are none of the other side's business.
///
/// Each condition is about one field alone, so that a record which is put together from two that
/// fit fits, too.
///
/// @param fields the values of each field that is asked for; none for all rows
public record RowFilter(Map<String, Values> fields) {
    public static final RowFilter ALL = new RowFilter(Map.of());

    public RowFilter {
        fields = FileOrder.copyOf(fields);
    }

    /// @param texts canonical values as the file spells them
    /// @param empty whether having no value is one of them
    public record Values(List<String> texts, boolean empty) {
        public Values {
            texts = List.copyOf(texts);
            if (texts.isEmpty() && !empty) {
                throw new IllegalArgumentException("no value fits");
            }
        }

        /// In one line.
        public String text() {
            List<String> all = new ArrayList<>(texts);
            if (empty) {
                all.add("null");
            }
            return String.join(", ", all);
        }
    }
}
