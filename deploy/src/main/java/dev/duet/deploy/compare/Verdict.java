package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RowWrite;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// What is to become of a record that differs. Immutable.
sealed interface Verdict {
    Unlike record();

    /// It is to be written, in one side or in both.
    ///
    /// @param inFirst null where it is as it shall be there
    /// @param why what decided, by field
    record Mend(
            Unlike record, @Nullable RowWrite inFirst, @Nullable RowWrite inSecond, List<Why> why)
            implements Verdict {
        public Mend {
            why = List.copyOf(why);
        }

        /// What decided, in a few words: `name: owner: crm; price: max`.
        String rules() {
            return why.stream()
                    .map(it -> it.field() + ": " + it.rule())
                    .collect(Collectors.joining("; "));
        }

        /// Whether another look has come to the same.
        boolean isSame(Verdict other) {
            return other instanceof Mend mend && results().equals(mend.results());
        }

        private String results() {
            return result(inFirst) + "/" + result(inSecond);
        }

        private String result(@Nullable RowWrite write) {
            Shape canonical = record.likeness().canonical();
            return write == null
                    ? "nothing"
                    : String.valueOf(Images.toJson(canonical, write.result()));
        }

        @Nullable RowWrite in(boolean first) {
            return first ? inFirst : inSecond;
        }

        /// What a side's row is now, as a canonical record.
        @Nullable Row now(boolean first) {
            return (first ? record.first() : record.second()).sight()
                            instanceof Sight.Present present
                    ? present.record()
                    : null;
        }
    }

    /// A field, or the record's presence, with the rule as the file says it.
    record Why(String field, String rule) {
        static final String PRESENCE = "presence";
    }

    /// It is left as it is.
    record Left(Unlike record, Code code, String words) implements Verdict {}

    /// Why a record is left, for scripts.
    enum Code {
        HELD,
        UNREADABLE,
        NOT_APPLIED,
        CHANGING,
        /// No rule tells from two rows alone.
        NEEDS_A_WORD
    }
}
