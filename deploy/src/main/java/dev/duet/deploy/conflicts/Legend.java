package dev.duet.deploy.conflicts;

import dev.duet.apply.store.RecordedConflict;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What entries say, as people know it: they name fields by the column of the system listed first.
/// Immutable.
record Legend(DuetConfig config) {
    static final String PRESENCE = "presence";

    private static final Pattern ORDINAL = Pattern.compile("-?[0-9]{1,18}");

    private static final String VERSION = "version: ";

    /// Of an entry: a field, or what else it is about.
    String of(RecordedConflict entry) {
        String column = entry.field();
        if (column != null) {
            return ofColumn(entry.entity(), column);
        }
        return entry.isAboutPresence() ? PRESENCE : "(held change)";
    }

    /// The rule that decided, as the file spells it.
    String rule(RecordedConflict entry) {
        return entry.rule().startsWith(VERSION)
                ? VERSION + ofColumn(entry.entity(), entry.rule().substring(VERSION.length()))
                : entry.rule();
    }

    private String ofColumn(String entity, String column) {
        return entity(entity).stream()
                .flatMap(it -> it.allFields().stream())
                .filter(it -> column(it).equals(column))
                .map(FieldConfig::name)
                .findFirst()
                .orElse(column);
    }

    /// The columns that a person may mean, who may also say the column.
    List<String> columns(@Nullable String entity, String field) {
        return Stream.concat(
                        Stream.of(field),
                        config.entities().stream()
                                .filter(it -> entity == null || it.name().equals(entity))
                                .flatMap(it -> it.allFields().stream())
                                .filter(it -> it.name().equals(field))
                                .map(this::column))
                .distinct()
                .toList();
    }

    /// A position in a system's log. Where an entry has only its ordinal, that is an LSN, or how
    /// many transactions a GTID set has.
    String position(String system, String text) {
        boolean bare = ORDINAL.matcher(text).matches();
        if (!bare || config.systems().stream().noneMatch(it -> it.name().equals(system))) {
            return text;
        }
        return switch (config.system(system).kind()) {
            case POSTGRES -> new Lsn(Long.parseLong(text)).text();
            case MYSQL -> "transaction " + text + " of its GTID set";
        };
    }

    Optional<EntityConfig> entity(String name) {
        return config.entities().stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private String column(FieldConfig field) {
        return field.column(config.first().name());
    }
}
