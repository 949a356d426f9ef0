package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import java.util.List;
import java.util.Optional;

/// What is known where one side's log was lost while the other one's was not, and all that the
/// other one's holds was carried over: what differs is what the lost side's clients did (decision
/// 32).
///
/// @param lost the side whose log was lost
/// @param names of the systems, in the order of the file
record LostLog(Side lost, List<String> names) implements Witness {
    @Override
    public Optional<Word> field(
            RecordKey record, int field, EntityRules rules, Row first, Row second) {
        return Optional.of(
                rules.rule(field) instanceof FieldRule.Owner owner
                        ? new Word(owner.side(), "")
                        : new Word(lost, "changed in " + name(lost)));
    }

    @Override
    public Optional<Word> presence(RecordKey record, Side only, EntityRules rules) {
        return only == lost
                ? Optional.empty()
                : Optional.of(new Word(lost, "deleted in " + name(lost)));
    }

    @Override
    public Optional<String> asks(Side only, boolean isHidden, EntityRules rules) {
        return only == lost || rules.ends(only, isHidden) == DeleteRule.CARRIED
                ? Optional.empty()
                : Optional.of(
                        "it ended in %s, and by the file a person decides what becomes of it in %s: say --delete-extra-in %s, or insert it in %s again"
                                .formatted(name(lost), name(only), name(only), name(lost)));
    }

    @Override
    public void catchUp() {}

    @Override
    public boolean isAboutLogs() {
        return false;
    }

    @Override
    public String doubt() {
        return "the log that is left does not tell";
    }

    private String name(Side side) {
        return side.of(names);
    }
}
