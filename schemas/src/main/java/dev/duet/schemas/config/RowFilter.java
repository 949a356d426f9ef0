package dev.duet.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `rows`: which rows of both tables are records of an entity: those whose fields each hold one of
/// some values, or one within limits. The others are none of the other side's business.
///
/// Each condition is about one field alone, so that a record which is put together from two that
/// fit fits, too.
///
/// @param fields what each field that is asked for has to hold; none for all rows
public record RowFilter(Map<String, Condition> fields) {
    public static final RowFilter ALL = new RowFilter(Map.of());

    public RowFilter {
        fields = FileOrder.copyOf(fields);
    }

    /// What a field has to hold; canonical values as the file spells them.
    public sealed interface Condition {
        /// In one line.
        String text();
    }

    /// @param empty whether having no value is one of them
    public record Values(List<String> texts, boolean empty) implements Condition {
        public Values {
            texts = List.copyOf(texts);
            if (texts.isEmpty() && !empty) {
                throw new IllegalArgumentException("no value fits");
            }
        }

        @Override
        public String text() {
            List<String> all = new ArrayList<>(texts);
            if (empty) {
                all.add("null");
            }
            return String.join(", ", all);
        }
    }

    /// Both ends fit; no value does not.
    public record Range(Optional<String> min, Optional<String> max) implements Condition {
        public Range {
            if (min.isEmpty() && max.isEmpty()) {
                throw new IllegalArgumentException("no limit");
            }
        }

        @Override
        public String text() {
            return min.map(it -> "from " + it).orElse("")
                    + (min.isPresent() && max.isPresent() ? " " : "")
                    + max.map(it -> "up to " + it).orElse("");
        }
    }
}
