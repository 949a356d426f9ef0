package dev.duet.deploy.config;

import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.NonOwner;
import dev.duet.schemas.config.OnDelete;
import dev.duet.schemas.config.OnTrigger;
import dev.duet.schemas.config.UpdateVsDelete;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads single rules: the values of `owner`, `non-owner`, `on-conflict`, `update-vs-delete` and
/// `deletes`.
final class RuleReader {
    private static final List<String> RULES =
            List.of("latest", "max", "min", "sum", "review", "prefer", "version");
    private static final List<String> PRESENCE =
            List.of("delete", "update", "latest", "review", "prefer");

    private final PerSystem perSystem;
    private final Reading reading;

    RuleReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
    }

    Optional<ConflictRule> owner(Located value) {
        return perSystem.system(value, "owner").map(ConflictRule.Owner::new);
    }

    /// What becomes of what the system that is not the owner writes.
    Optional<NonOwner> nonOwner(Located value) {
        return word(value, List.of(NonOwner.values()), NonOwner::text);
    }

    /// The rule of one field.
    Optional<ConflictRule> onConflict(Located value) {
        return spelling(value, RULES).flatMap(this::rule);
    }

    /// The rule of every field that says none. Not `sum`: it would add up numbers that count
    /// nothing, such as references to other records.
    Optional<ConflictRule> onConflictByDefault(Located value) {
        Optional<ConflictRule> rule = onConflict(value);
        if (rule.isPresent() && rule.get() instanceof ConflictRule.Sum) {
            reading.wrong(
                    value,
                    "'sum' is for single fields: as a default it would add up numbers that count"
                            + " nothing",
                    "write on-conflict: sum at each counter");
            return Optional.empty();
        }
        return rule;
    }

    Optional<UpdateVsDelete> updateVsDelete(Located value) {
        return spelling(value, PRESENCE)
                .flatMap(
                        spelling ->
                                switch (spelling.word()) {
                                    case "delete" -> bare(spelling, new UpdateVsDelete.Delete());
                                    case "update" -> bare(spelling, new UpdateVsDelete.Update());
                                    case "latest" -> bare(spelling, new UpdateVsDelete.Latest());
                                    case "review" -> bare(spelling, new UpdateVsDelete.Review());
                                    default -> preferred(spelling, UpdateVsDelete.Prefer::new);
                                });
    }

    /// What a delete comes to in one system, or in both.
    Optional<OnDelete> onDelete(Located value) {
        return word(value, List.of(OnDelete.values()), OnDelete::text);
    }

    /// Nobody is asked about a row that is there still.
    Optional<OnDelete> onLeaving(Located value) {
        return word(value, List.of(OnDelete.PROPAGATE, OnDelete.IGNORE), OnDelete::text);
    }

    Optional<OnTrigger> onTrigger(Located value) {
        return word(value, List.of(OnTrigger.values()), OnTrigger::text);
    }

    private <T> Optional<T> word(Located value, List<T> all, Function<T, String> text) {
        return spelling(value, all.stream().map(text).toList())
                .flatMap(
                        found ->
                                all.stream()
                                        .filter(one -> text.apply(one).equals(found.word()))
                                        .findFirst()
                                        .flatMap(one -> bare(found, one)));
    }

    private Optional<ConflictRule> rule(Spelling spelling) {
        return switch (spelling.word()) {
            case "latest" -> bare(spelling, new ConflictRule.Latest());
            case "max" -> bare(spelling, new ConflictRule.Max());
            case "min" -> bare(spelling, new ConflictRule.Min());
            case "sum" -> bare(spelling, new ConflictRule.Sum());
            case "review" -> bare(spelling, new ConflictRule.Review());
            case "version" -> version(spelling);
            default -> preferred(spelling, ConflictRule.Prefer::new);
        };
    }

    /// A rule that is one of the words.
    private Optional<Spelling> spelling(Located value, List<String> words) {
        String mend = "write " + listed(words);
        Optional<Spelling> found = Spelling.of(value, mend, reading);
        if (found.isEmpty() || words.contains(found.get().word())) {
            return found;
        }
        String word = found.get().word();
        if (word.equals("owner") && words.equals(RULES)) {
            reading.wrong(
                    value,
                    "'owner' is a key of its own: it holds without a conflict too",
                    "write owner: <system> in place of on-conflict");
            return Optional.empty();
        }
        String meant =
                NearestWord.of(word, words)
                        .map(near -> "did you mean '" + near + "'? Else ")
                        .orElse("");
        reading.wrong(value, Shown.value(Shown.key(word)) + " is no rule here", meant + mend);
        return Optional.empty();
    }

    private <T> Optional<T> bare(Spelling spelling, T rule) {
        if (spelling.argument().isPresent()) {
            reading.wrong(
                    spelling.value(),
                    "nothing belongs after '" + spelling.word() + "'",
                    "write " + spelling.value().key() + ": " + spelling.word());
            return Optional.empty();
        }
        return Optional.of(rule);
    }

    private <T> Optional<T> preferred(Spelling spelling, Function<String, T> rule) {
        return argument(spelling, perSystem.example())
                .flatMap(system -> perSystem.system(system, "prefer"))
                .map(rule);
    }

    /// Whether the entity has the field is seen when all of them are read.
    private Optional<ConflictRule> version(Spelling spelling) {
        return argument(spelling, "<field>")
                .flatMap(field -> reading.text(field, "write the name of a field"))
                .map(ConflictRule.Version::new);
    }

    private Optional<Located> argument(Spelling spelling, String example) {
        if (spelling.argument().isEmpty()) {
            reading.wrong(
                    spelling.value(),
                    "'" + spelling.word() + "' does not say which",
                    "write %s: { %s: %s }"
                            .formatted(spelling.value().key(), spelling.word(), example));
        }
        return spelling.argument();
    }

    private String listed(List<String> words) {
        Stream<String> spelt =
                words.stream()
                        .map(
                                word ->
                                        switch (word) {
                                            case "prefer" ->
                                                    "{ prefer: " + perSystem.example() + " }";
                                            case "version" -> "{ version: <field> }";
                                            default -> word;
                                        });
        return String.join(" or ", spelt.toList());
    }
}
