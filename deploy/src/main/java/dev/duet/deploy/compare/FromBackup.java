package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import java.util.List;
import java.util.Optional;

/// What is known where one side was restored from a backup: what the other side has is newer, in
/// every field and whoever owns it, for whatever both had carried over is in it (decision 27).
///
/// @param restored the side that is as it was
/// @param names of the systems, in the order of the file
record FromBackup(Side restored, List<String> names) implements Witness {
    @Override
    public Optional<Word> field(
            RecordKey record, int field, EntityRules rules, Row first, Row second) {
        return Optional.of(new Word(restored.peer(), name(restored) + " was restored"));
    }

    @Override
    public Optional<Word> presence(RecordKey record, Side only, EntityRules rules) {
        return only == restored
                ? Optional.of(new Word(restored.peer(), "not in " + name(restored.peer())))
                : Optional.empty();
    }

    @Override
    public Optional<String> asks(Side only, boolean isHidden, EntityRules rules) {
        return only != restored || rules.ends(only, isHidden) == DeleteRule.CARRIED
                ? Optional.empty()
                : Optional.of(
                        "it is not in %s, and by the file a person decides what becomes of it in %s then: say --delete-extra-in %s, or insert it in %s again"
                                .formatted(
                                        name(restored.peer()),
                                        name(only),
                                        name(only),
                                        name(restored.peer())));
    }

    @Override
    public void catchUp() {}

    @Override
    public boolean isAboutLogs() {
        return false;
    }

    @Override
    public String doubt() {
        return "the backup does not tell";
    }

    private String name(Side side) {
        return side.of(names);
    }
}
