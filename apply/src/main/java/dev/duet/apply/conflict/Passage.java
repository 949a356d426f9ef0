package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.SendRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

/// How a change of a side's passes to the other one where that is sent some records only.
///
/// By the rows that the change found and left, and by what the log says before: so it is the same
/// in every reading of it.
enum Passage {
    /// As the change it is.
    CARRIED,
    /// As an insert: the other side is told of the record from now on.
    ENTERING,
    /// As a delete, while the row stays here.
    LEAVING,
    /// Not at all.
    WITHHELD;

    /// The same of a record of which something is known: where the row is this side's alone, the
    /// other side has none to update.
    static Passage of(TrackedRecord record, NetChange change) {
        Passage passage = of(record.rules, record.side, change);
        return passage == CARRIED
                        && change instanceof NetChange.Updated
                        && record.shadow.presence() == Shadow.Presence.ALONE
                ? ENTERING
                : passage;
    }

    static Passage of(EntityRules rules, Side side, NetChange change) {
        SendRule rule = rules.sends(side);
        if (rule == SendRule.ALL || change instanceof NetChange.Released) {
            return CARRIED;
        }
        Row before = change.before();
        boolean was = fits(rule, before);
        if (!(change instanceof NetChange.Updated update)) {
            return was || fits(rule, change.after()) ? CARRIED : WITHHELD;
        }
        boolean is = fits(rule, Image.completed(update.after(), update.before()));
        if (is) {
            return was ? CARRIED : ENTERING;
        }
        return was && rules.ends(side.peer(), true) != DeleteRule.STAYS ? LEAVING : WITHHELD;
    }

    private static boolean fits(SendRule rule, @Nullable Row row) {
        return row != null && rule.fits(row);
    }
}
