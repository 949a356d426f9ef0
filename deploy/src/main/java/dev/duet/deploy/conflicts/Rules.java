package dev.duet.deploy.conflicts;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldDecision;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.conflicts.Conflict.Part;
import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.NonOwner;
import dev.duet.schemas.config.OnDelete;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.util.Objects;
import java.util.regex.Matcher;

/// The rules of one entity as the file has them now, asked about conflicts of the past. Pure.
///
/// @param shape of the system listed first
record Rules(DuetConfig config, EntityConfig entity, Shape shape, EntityRules compiled) {
    /// What a rule says about a recorded conflict.
    sealed interface Verdict {
        /// As the file spells it; empty where there is none.
        String rule();

        record Decided(String rule, String winner, String reason) implements Verdict {}

        /// The record does not say enough.
        record Unknown(String rule, String why) implements Verdict {}
    }

    /// What the record does not hold.
    private static final class NotRecorded extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotRecorded(String why) {
            super(why);
        }
    }

    Verdict judge(Conflict conflict) {
        RecordedConflict entry = conflict.entry();
        String rule = "";
        try {
            if (entry.isOfHeldChange()) {
                throw new NotRecorded("a held change is applied without asking a rule");
            }
            if (entry.isOfUniqueValue()) {
                throw new NotRecorded("no rule decides which record shall have a unique value");
            }
            if (entry.rule().equals(DeleteRule.ASKED)) {
                return delete(conflict);
            }
            if (entry.isAboutPresence()) {
                rule = "update-vs-delete: " + entity.conflicts().updateVsDelete().text();
                return presence(conflict, rule);
            }
            int column = column(entry);
            rule = entity.conflicts().rule(entity.allFields().get(column)).text();
            return FieldRule.Owner.isIn(entry.rule())
                    ? kept(conflict, column, rule)
                    : field(conflict, column, rule);
        } catch (NotRecorded e) {
            return new Verdict.Unknown(rule, String.valueOf(e.getMessage()));
        }
    }

    /// Of a delete that a person was asked about, which need not have met another change.
    private Verdict delete(Conflict conflict) {
        String deleter = conflict.source();
        String other = conflict.peer(deleter);
        OnDelete rule = entity.conflicts().deletes(other);
        String text = "deletes: " + rule.text();
        return switch (rule) {
            case PROPAGATE -> new Verdict.Decided(text, deleter, "the record goes");
            case IGNORE -> new Verdict.Decided(text, other, "the record stays there");
            case REVIEW -> new Verdict.Decided(text, deleter, "a person decides");
        };
    }

    private Verdict presence(Conflict conflict, String rule) {
        String deleter =
                conflict.isDeleter(conflict.source())
                        ? conflict.source()
                        : conflict.peer(conflict.source());
        String other = conflict.peer(deleter);
        Kind kind = conflict.entry().operation().equals("insert") ? Kind.INSERT : Kind.UPDATE;
        boolean goes =
                compiled.presence()
                        .deleteWins(
                                new Life(
                                        side(deleter),
                                        0,
                                        part(conflict, deleter).clock(),
                                        Kind.DELETE),
                                new Life(side(other), 0, part(conflict, other).clock(), kind));
        return goes
                ? new Verdict.Decided(rule, deleter, "the record goes")
                : new Verdict.Decided(rule, other, "the record stays");
    }

    private Verdict field(Conflict conflict, int column, String text) {
        FieldRule rule = compiled.rule(column);
        if (rule instanceof FieldRule.Sum) {
            throw new NotRecorded(
                    "sum adds both sides' differences, and only their last values are recorded");
        }
        Claim theirs = claim(conflict, conflict.source(), column, rule);
        Claim ours = claim(conflict, conflict.peer(conflict.source()), column, rule);
        FieldDecision decision = FieldDecision.decide(rule, theirs, ours);
        Side winner =
                switch (decision) {
                    case FieldDecision.Theirs _ -> theirs.side();
                    case FieldDecision.Ours _ -> ours.side();
                };
        String name = name(winner);
        return new Verdict.Decided(
                text,
                name,
                decision.reason()
                        .replaceFirst("^" + winner + " ", Matcher.quoteReplacement(name + " ")));
    }

    /// Of what the other system wrote into an owned field and kept: it had met no change of the
    /// owner's.
    private Verdict kept(Conflict conflict, int column, String text) {
        String other = conflict.loser();
        return switch (entity.conflicts().rule(entity.allFields().get(column))) {
            case ConflictRule.Owner owner when owner.system().equals(other) ->
                    new Verdict.Decided(text, other, other + " owns the field");
            case ConflictRule.Owner owner ->
                    new Verdict.Decided(
                            text,
                            owner.system(),
                            owner.others() == NonOwner.KEEP
                                    ? owner.system()
                                            + " owns the field; "
                                            + other
                                            + " keeps its own"
                                    : owner.system()
                                            + " owns the field; what "
                                            + other
                                            + " wrote is put back");
            case ConflictRule.Prefer _,
                    ConflictRule.Latest _,
                    ConflictRule.Max _,
                    ConflictRule.Min _,
                    ConflictRule.Sum _,
                    ConflictRule.Version _,
                    ConflictRule.Review _ ->
                    new Verdict.Decided(text, other, "no change of the other system's was met");
        };
    }

    private Claim claim(Conflict conflict, String system, int column, FieldRule rule) {
        Part part = part(conflict, system);
        Object value = value(shape.columns().get(column), part.value());
        Object version =
                rule instanceof FieldRule.Version by
                        ? version(conflict, system, column, value, by.column())
                        : null;
        return new Claim(side(system), 0, part.clock(), value, version);
    }

    /// Of the image that the claim is from: one in which the field holds something else is not it.
    private @Nullable Object version(
            Conflict conflict, String system, int column, @Nullable Object value, int version) {
        RecordedConflict.Images images = conflict.entry().images();
        Row row;
        try {
            row =
                    Images.fromJson(
                            shape,
                            system.equals(conflict.source()) ? images.after() : images.existing());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NotRecorded("the table has changed since");
        }
        if (row == null
                || !Objects.equals(row.get(column), value)
                || row.get(version) instanceof Unchanged
                || row.get(version) instanceof Unreadable) {
            throw new NotRecorded("the version that " + system + "'s change had is not recorded");
        }
        return row.get(version);
    }

    private static @Nullable Object value(Column column, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Object value = Images.value(column, text);
            if (value instanceof Unchanged || value instanceof Unreadable) {
                throw new NotRecorded("a value itself is not recorded");
            }
            return value;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NotRecorded("column '" + column.name() + "' has another type since");
        }
    }

    private int column(RecordedConflict entry) {
        for (int i = shape.keySize(); i < shape.size(); i++) {
            if (shape.columns().get(i).name().equals(entry.field())) {
                return i;
            }
        }
        throw new NotRecorded("the file does not map the column '" + entry.field() + "'");
    }

    private Part part(Conflict conflict, String system) {
        Part part = conflict.part(system);
        if (part == null || !isKnown(conflict.source()) || !isKnown(conflict.main().system())) {
            throw new NotRecorded("the file has other systems");
        }
        return part;
    }

    private boolean isKnown(String system) {
        return config.systems().stream().anyMatch(it -> it.name().equals(system));
    }

    private Side side(String system) {
        return config.first().name().equals(system) ? Side.A : Side.B;
    }

    private String name(Side side) {
        return side.of(config.systems()).name();
    }
}
