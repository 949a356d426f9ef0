package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Line;
import dev.duet.deploy.docs.page.Span.Tone;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.NonOwner;
import dev.duet.schemas.config.NullPolicy;

import java.util.ArrayList;
import java.util.List;

/// What the file says of one field, in words. Immutable.
///
/// @param first the system listed first
/// @param second the other
record FieldWords(String first, String second, FieldConfig field, ConflictRule rule) {
    private static final String NO_BREAK = "\u00a0";

    /// Which way its values go.
    Line direction() {
        return rule instanceof ConflictRule.Owner owner
                ? direction(owner.system(), "→", peer(owner.system()))
                : direction(first, "↔", second);
    }

    static FieldWords of(DuetConfig config, EntityConfig entity, FieldConfig field) {
        return new FieldWords(
                config.first().name(),
                config.second().name(),
                field,
                entity.conflicts().rule(field));
    }

    /// How the values of a key's field differ between the sides.
    static Line ofKey(DuetConfig config, FieldConfig field) {
        return field.form()
                .conversion()
                .map(it -> ConversionWords.of(it, config.first().name(), config.second().name()))
                .orElseGet(() -> Line.of("as it is"));
    }

    /// On one line.
    static Line direction(String from, String arrow, String to) {
        return Line.of(from + NO_BREAK + arrow + NO_BREAK + to);
    }

    /// What this system may do with it.
    Line part(String system) {
        return switch (rule) {
            case ConflictRule.Owner owner ->
                    owner.system().equals(system)
                            ? Line.ofMark(Tone.GOOD, "decides")
                            : Line.ofMark(
                                    Tone.QUIET,
                                    owner.others() == NonOwner.KEEP
                                            ? "gets a copy, may keep its own"
                                            : "gets a copy");
            case ConflictRule.Prefer prefer ->
                    prefer.system().equals(system)
                            ? Line.ofMark(Tone.GOOD, "writes, and wins")
                            : Line.of("writes");
            case ConflictRule.Latest _,
                    ConflictRule.Max _,
                    ConflictRule.Min _,
                    ConflictRule.Sum _,
                    ConflictRule.Version _,
                    ConflictRule.Review _ ->
                    Line.of("writes");
        };
    }

    /// Whose value stands when both sides changed it and neither had seen the other's change.
    Line decides() {
        return switch (rule) {
            case ConflictRule.Owner owner ->
                    Line.of(
                            switch (owner.others()) {
                                case REVERT ->
                                        "%s decides; what %s writes there is put back"
                                                .formatted(owner.system(), peer(owner.system()));
                                case KEEP ->
                                        "%s decides; what %s writes there stays in %s until %s writes it"
                                                .formatted(
                                                        owner.system(),
                                                        peer(owner.system()),
                                                        peer(owner.system()),
                                                        owner.system());
                            });
            case ConflictRule.Prefer prefer -> Line.of("%s wins".formatted(prefer.system()));
            case ConflictRule.Latest _ -> Line.of("the later change wins");
            case ConflictRule.Max _ -> Line.of("the greater value wins");
            case ConflictRule.Min _ -> Line.of("the smaller value wins");
            case ConflictRule.Sum _ ->
                    Line.of("a counter: what both added or took away is added up");
            case ConflictRule.Version version ->
                    Line.of("the change whose record has the greater ")
                            .code(version.field())
                            .text(" wins");
            case ConflictRule.Review _ ->
                    Line.of("a person decides; until then each side keeps its own");
        };
    }

    /// As the file spells the rule.
    Line spelled() {
        return Line.ofCode(
                rule instanceof ConflictRule.Owner ? rule.text() : "on-conflict: " + rule.text());
    }

    /// How its values differ between the sides.
    Line conversion() {
        FieldForm form = field.form();
        List<Line> parts = new ArrayList<>();
        form.lookups().forEach((system, it) -> parts.add(ConversionWords.of(system, it)));
        form.conversion().ifPresent(it -> parts.add(ConversionWords.of(it, first, second)));
        parts.addAll(ConversionWords.of(form.normalization()));
        form.truncate()
                .ifPresent(most -> parts.add(Line.of("cut to %d characters".formatted(most))));
        if (form.ignored()) {
            parts.add(Line.of("a change of it alone is not carried; it goes along with others"));
        }
        return parts.isEmpty() ? Line.of("as it is") : Line.join("; ", parts);
    }

    /// What is written where the other side has no value.
    Line whenEmpty() {
        NullPolicy intoFirst = field.form().into(first);
        NullPolicy intoSecond = field.form().into(second);
        if (intoFirst instanceof NullPolicy.Write && intoSecond instanceof NullPolicy.Write) {
            return Line.of("empty there too");
        }
        return whenEmpty(first, intoFirst).text("; ").and(whenEmpty(second, intoSecond));
    }

    private static Line whenEmpty(String system, NullPolicy into) {
        return switch (into) {
            case NullPolicy.Write _ -> Line.of("empty in " + system + " too");
            case NullPolicy.Keep _ -> Line.of(system + " keeps the value it has");
            case NullPolicy.Reject _ -> Line.of("refused into " + system + ": the record is held");
            case NullPolicy.Default standing ->
                    Line.of(system + " gets ")
                            .and(
                                    standing.value().isEmpty()
                                            ? Line.of("an empty text")
                                            : Line.ofCode(standing.value()));
        };
    }

    private String peer(String system) {
        return system.equals(first) ? second : first;
    }
}
