package dev.duet.deploy.config;

import dev.duet.mapping.fields.Phones;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.config.Normalization.Letters;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.config.Rounding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads how the values of a field go over: `values`, `convert`, `timezone`, `normalize`,
/// `truncate`, `when-null`, `ignore` and `lookup`.
final class FormReader {
    private static final int LENGTH_MAX = 1_000_000;

    private final PerSystem perSystem;
    private final Reading reading;
    private final ConversionReader conversions;
    private final LookupReader lookups;

    FormReader(PerSystem perSystem, CrosswalkReader crosswalks, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
        this.conversions = new ConversionReader(perSystem, crosswalks, reading);
        this.lookups = new LookupReader(perSystem, reading);
    }

    /// @param words what stands beside the systems in a field
    /// @param rule the field's own
    /// @param entity whose field it is
    FieldForm read(Map<String, Located> words, Optional<ConflictRule> rule, String entity) {
        FieldForm form =
                new FieldForm(
                        conversions.read(words, entity),
                        find(words, "normalize")
                                .map(this::normalization)
                                .orElse(Normalization.NONE),
                        find(words, "truncate")
                                .flatMap(it -> reading.integer(it, 1, LENGTH_MAX))
                                .map(it -> OptionalInt.of(Math.toIntExact(it)))
                                .orElse(OptionalInt.empty()),
                        find(words, "when-null").map(this::nulls).orElse(Map.of()),
                        find(words, "ignore").flatMap(reading::truth).orElse(false),
                        find(words, "lookup").map(lookups::read).orElse(Map.of()));
        contradictions(words);
        standingKeys(words, form);
        if (rule.isPresent() && rule.get() instanceof ConflictRule.Sum) {
            requireCounter(words, form);
        }
        inForce(words, form);
        return form;
    }

    private static Optional<Located> find(Map<String, Located> words, String word) {
        return Optional.ofNullable(words.get(word));
    }

    private void contradictions(Map<String, Located> words) {
        for (String conversion : List.of("values", "convert", "timezone", "references")) {
            for (String text : List.of("normalize", "truncate")) {
                contradiction(words, conversion, text, "only a text that stays one takes it");
            }
        }
        for (String other :
                List.of("values", "convert", "timezone", "references", "normalize", "truncate")) {
            contradiction(words, other, "lookup", "the reference table says how a value goes over");
        }
        List<String> ways = List.of("values", "convert", "timezone", "references");
        for (String one : ways) {
            for (String other : ways.subList(ways.indexOf(one) + 1, ways.size())) {
                contradiction(words, one, other, "a value goes over in one way");
            }
        }
        if (words.containsKey("unmapped") && !words.containsKey("values")) {
            reading.missing(
                    words.get("unmapped"),
                    "'unmapped' says what becomes of a value that 'values' lacks, and there is no"
                            + " 'values'",
                    "add values, or remove unmapped");
        }
    }

    /// What stands for no value would have to be a key, which means nothing to the other side.
    private void standingKeys(Map<String, Located> words, FieldForm form) {
        for (String system : form.lookups().keySet()) {
            if (form.into(system) instanceof NullPolicy.Default) {
                find(words, "when-null")
                        .ifPresent(
                                it ->
                                        reading.missing(
                                                it,
                                                "'lookup' and a default for null in %s contradict"
                                                                .formatted(Shown.key(system))
                                                        + " each other: its column holds keys",
                                                "write write, keep or reject, or remove it"));
            }
        }
    }

    private void contradiction(Map<String, Located> words, String one, String other, String why) {
        Located second = words.get(other);
        if (words.containsKey(one) && second != null) {
            reading.missing(
                    second,
                    "'%s' and '%s' contradict each other: %s".formatted(one, other, why),
                    "keep one of the two");
        }
    }

    /// A counter is added to on both sides, so what is added must be the same whatever stands.
    private void requireCounter(Map<String, Located> words, FieldForm form) {
        for (String word :
                List.of(
                        "values",
                        "timezone",
                        "references",
                        "normalize",
                        "truncate",
                        "when-null",
                        "ignore",
                        "lookup")) {
            find(words, word).ifPresent(it -> noCounter(it, word));
        }
        if (form.conversion().orElse(null) instanceof Conversion.Scale scale
                && scale.rounding() != Rounding.REFUSE) {
            find(words, "convert").ifPresent(it -> noCounter(it, "rounding"));
        }
    }

    private void noCounter(Located word, String named) {
        reading.missing(
                word,
                "'sum' and '"
                        + named
                        + "' contradict each other: a counter is raised on both sides",
                "give the field another on-conflict, or remove " + named);
    }

    private Normalization normalization(Located value) {
        Optional<Section> found = Section.of(value, Keys.NORMALIZE, reading);
        if (found.isEmpty()) {
            return Normalization.NONE;
        }
        Section section = found.get();
        if (value.node() instanceof YamlNode.Mapping mapping && mapping.entries().isEmpty()) {
            reading.wrong(value, "nothing is to be normalized", "write normalize: { trim: true }");
        }
        Map<String, Letters> cases = new LinkedHashMap<>();
        for (Letters letters : Letters.values()) {
            cases.put(letters.word(), letters);
        }
        Optional<String> phone = section.find("phone").flatMap(this::region);
        for (String word : List.of("case", "unicode", "email")) {
            Optional<Located> other = section.find(word);
            if (section.find("phone").isPresent() && other.isPresent()) {
                reading.missing(
                        other.get(),
                        "'phone' and '" + word + "' contradict each other: a number is not text",
                        "keep one of the two");
            }
        }
        if (section.find("email").isPresent() && section.find("case").isPresent()) {
            reading.missing(
                    section.find("case").get(),
                    "'email' and 'case' contradict each other: addresses are in lower case",
                    "remove case");
        }
        return new Normalization(
                section.find("trim").flatMap(reading::truth).orElse(false),
                section.find("case").flatMap(it -> reading.choice(it, cases)),
                section.find("unicode")
                        .flatMap(it -> reading.choice(it, Map.of("nfc", true)))
                        .orElse(false),
                section.find("email").flatMap(reading::truth).orElse(false),
                phone);
    }

    private Optional<String> region(Located value) {
        String mend = "write the region whose numbers have no country code, such as NZ or DE";
        Optional<String> region = reading.text(value, mend);
        if (region.isPresent() && !Phones.hasRegion(region.get())) {
            reading.wrong(
                    value, value.node().description() + " is no region with telephones", mend);
            return Optional.empty();
        }
        return region;
    }

    private Map<String, NullPolicy> nulls(Located value) {
        String mend =
                "write when-null: { %s: keep } with what is written into that system"
                        .formatted(perSystem.example());
        Map<String, NullPolicy> policies = new LinkedHashMap<>();
        perSystem
                .some(value, mend)
                .forEach(
                        (system, entry) ->
                                policy(entry).ifPresent(policy -> policies.put(system, policy)));
        return policies;
    }

    private Optional<NullPolicy> policy(Located value) {
        String mend = "write write, keep, reject or { default: <value> }";
        Optional<Spelling> found = Spelling.of(value, mend, reading);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Spelling spelling = found.get();
        NullPolicy bare =
                switch (spelling.word()) {
                    case "write" -> new NullPolicy.Write();
                    case "keep" -> new NullPolicy.Keep();
                    case "reject" -> new NullPolicy.Reject();
                    default -> null;
                };
        if (bare != null && spelling.argument().isEmpty()) {
            return Optional.of(bare);
        }
        if (spelling.word().equals("default") && spelling.argument().isPresent()) {
            return reading.asWritten(spelling.argument().get(), mend).map(NullPolicy.Default::new);
        }
        reading.wrong(
                value,
                bare == null && !spelling.word().equals("default")
                        ? Shown.value(Shown.key(spelling.word())) + " is not known here"
                        : bare == null
                                ? "'default' does not say which value"
                                : "nothing belongs after '" + spelling.word() + "'",
                mend);
        return Optional.empty();
    }

    private void inForce(Map<String, Located> words, FieldForm form) {
        for (String word : List.of("values", "convert", "timezone", "crosswalk", "references")) {
            find(words, word)
                    .ifPresent(
                            it ->
                                    form.conversion()
                                            .ifPresent(how -> reading.inForce(it, how.text())));
        }
        find(words, "normalize").ifPresent(it -> reading.inForce(it, form.normalization().text()));
        find(words, "truncate")
                .ifPresent(
                        it ->
                                form.truncate()
                                        .ifPresent(
                                                max -> reading.inForce(it, Integer.toString(max))));
        find(words, "when-null")
                .ifPresent(
                        it ->
                                form.nulls()
                                        .forEach(
                                                (system, policy) ->
                                                        reading.inForce(
                                                                it.path() + "." + system,
                                                                it,
                                                                policy.text())));
        find(words, "ignore")
                .ifPresent(it -> reading.inForce(it, Boolean.toString(form.ignored())));
    }
}
