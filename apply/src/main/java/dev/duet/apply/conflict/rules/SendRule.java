package dev.duet.apply.conflict.rules;

import dev.duet.schemas.Row;

/// Which of a side's records the other side is told of (`sends`). What does not fit is withheld: it
/// stays on its side as that side's clients made it, and what the other side does still comes
/// there.
@FunctionalInterface
public interface SendRule {
    SendRule ALL = _ -> true;

    /// @param record a whole one
    boolean fits(Row record);
}
