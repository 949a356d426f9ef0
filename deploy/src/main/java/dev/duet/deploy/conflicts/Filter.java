package dev.duet.deploy.conflicts;

import dev.duet.apply.store.ConflictHistory.Wanted;
import dev.duet.deploy.config.DurationText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which conflicts a command is about.
final class Filter {
    private static final Pattern DAYS = Pattern.compile("([0-9]{1,5})d");

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--entity", paramLabel = "<entity>", description = "Those of one entity.")
    private @Nullable String entity;

    @Option(
            names = {"--key", "--record"},
            paramLabel = "<key>",
            description = "Those of the records with this key; values of a longer one with commas.")
    private @Nullable String key;

    @Option(
            names = "--field",
            paramLabel = "<field>",
            description = "Those of one field; 'presence' for whether a record exists.")
    private @Nullable String field;

    @Option(
            names = "--since",
            paramLabel = "<when>",
            description =
                    "Those decided since: 24h, 30m, 7d, a day (2026-11-28) or a time"
                            + " (2026-11-28T10:00:00Z), in UTC.")
    private @Nullable String since;

    @Option(
            names = "--rule",
            paramLabel = "<rule>",
            description = "Those that a rule decided: latest, 'prefer: crm', or prefer for both.")
    private @Nullable String rule;

    boolean isEmpty() {
        return Stream.of(entity, key, field, since, rule).allMatch(Objects::isNull);
    }

    /// @param limit 0 for all
    Wanted wanted(Legend legend, int limit) {
        boolean presence = Legend.PRESENCE.equals(field);
        return new Wanted(
                entity,
                key,
                field == null || presence ? List.of() : legend.columns(entity, field),
                presence,
                rule,
                since == null ? null : instant(since, Instant.now()),
                limit);
    }

    /// Reviews alone.
    Wanted reviews(Legend legend) {
        if (rule != null && !rule.equals("review")) {
            throw new ParameterException(
                    spec.commandLine(), "Reviews are of the rule 'review': leave --rule out");
        }
        Wanted all = wanted(legend, 0);
        return new Wanted(
                all.entity(), all.key(), all.columns(), all.presence(), "review", all.since(), 0);
    }

    private Instant instant(String text, Instant now) {
        return instantOf(text, now)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--since: '"
                                                + text
                                                + "' is no time; write 24h, 7d, 2026-11-28 or"
                                                + " 2026-11-28T10:00:00Z"));
    }

    static Optional<Instant> instantOf(String text, Instant now) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return Optional.of(now.minus(Duration.ofDays(Long.parseLong(days.group(1)))));
        }
        Optional<Instant> ago = DurationText.parse(text).map(now::minus);
        if (ago.isPresent()) {
            return ago;
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
