package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Structure;
import dev.duet.deploy.check.Structure.Reference;
import dev.duet.deploy.check.Structure.Trigger;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;

import java.sql.SQLException;
import java.util.List;

/// What else happens on one side when Duet writes: triggers, other tables' foreign keys, check
/// constraints. One thread.
public final class SideEffectCheck {
    private static final String ON_TRIGGER =
            "Where it is to fire, on-trigger of the entity says what becomes of what it does:"
                    + " ignore leaves it on this side, carry-back brings it to the other.";

    private final List<EntityTables> all;
    private final SideTable side;
    private final Structure structure;
    private final Findings.InSystem findings;

    private SideEffectCheck(
            List<EntityTables> all,
            SideTable side,
            Structure structure,
            Findings.InSystem findings) {
        this.all = all;
        this.side = side;
        this.structure = structure;
        this.findings = findings;
    }

    /// @param all every entity's tables
    /// @param writer the user that Duet writes with on this side
    public static void run(
            List<EntityTables> all,
            SideTable side,
            Structure structure,
            String writer,
            Findings.InSystem findings)
            throws SQLException {
        if (side.shared()) {
            return; // said of the entity that it is part of
        }
        var check = new SideEffectCheck(all, side, structure, findings);
        check.triggers(writer);
        check.references();
        check.checkConstraints();
    }

    /// A trigger that names Duet's user is taken to leave it out.
    private void triggers(String writer) throws SQLException {
        for (Trigger trigger : structure.triggers(side.name())) {
            if (!trigger.source().contains(writer)) {
                findings.add(
                        SchemaCode.TRIGGER,
                        side.name() + ": " + trigger.name(),
                        "trigger " + trigger.name() + " fires for " + writer + " too",
                        mend(trigger, writer));
            }
        }
    }

    private Mend mend(Trigger trigger, String writer) {
        return switch (side.kind()) {
            case POSTGRES ->
                    Mend.sql(
                                    "ALTER TABLE %s DISABLE TRIGGER %s"
                                            .formatted(
                                                    side.sqlName(), side.sqlName(trigger.name())))
                            .andThen(
                                    "Or make it leave Duet out: CREATE OR REPLACE TRIGGER ... WHEN (current_user <> '%s'). "
                                                    .formatted(writer)
                                            + ON_TRIGGER);
            case MYSQL ->
                    Mend.sql(
                                    "DROP TRIGGER "
                                            + SqlName.of(
                                                    side.kind(),
                                                    new TableName(
                                                            side.name().schema(), trigger.name())))
                            .andThen(
                                    "Or make it leave Duet out: IF USER() NOT LIKE '%s@%%' THEN ... END IF. "
                                                    .formatted(writer)
                                            + ON_TRIGGER);
        };
    }

    private void references() throws SQLException {
        for (Reference reference : structure.references(side.name())) {
            if (EntityTables.find(all, side.system(), reference.from()).isEmpty()) {
                String drop =
                        switch (side.kind()) {
                            case POSTGRES -> "CONSTRAINT";
                            case MYSQL -> "FOREIGN KEY";
                        };
                findings.add(
                        SchemaCode.REFERRED_BY_UNMAPPED,
                        side.name() + " from " + reference.from(),
                        "%s of %s refers to it, on delete %s"
                                .formatted(
                                        reference.name(), reference.from(), reference.onDelete()),
                        Mend.sql(
                                        "ALTER TABLE %s DROP %s %s"
                                                .formatted(
                                                        SqlName.of(side.kind(), reference.from()),
                                                        drop,
                                                        side.sqlName(reference.name())))
                                .andThen("Better: map %s too.".formatted(reference.from())));
            }
        }
    }

    private void checkConstraints() throws SQLException {
        List<String> names = structure.checkConstraints(side.name());
        if (!names.isEmpty()) {
            findings.add(
                    SchemaCode.CHECK_ONE_SIDE,
                    side.name().toString(),
                    String.join(", ", names),
                    Mend.words("See to it that the other side has the same rules."));
        }
    }
}
