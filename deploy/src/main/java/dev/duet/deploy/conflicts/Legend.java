package dev.duet.deploy.conflicts;

import dev.duet.apply.store.RecordedConflict;
import dev.duet.schemas.Images;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What entries say, as people know it. Immutable.
///
/// They name fields as the file does. Those from before canonical records name them by the column
/// of the system listed first: [#current] makes the one of the other.
record Legend(DuetConfig config) {
    static final String PRESENCE = "presence";

    private static final Pattern ORDINAL = Pattern.compile("-?[0-9]{1,18}");

    /// Of an entry: a field, or what else it is about.
    String of(RecordedConflict entry) {
        String field = entry.field();
        if (field != null) {
            return field;
        }
        return entry.isAboutPresence() ? PRESENCE : "(held change)";
    }

    /// An entry with its fields named as the file names them.
    RecordedConflict current(RecordedConflict entry) {
        if (entry.isOfHeldChange() || entity(entry.entity()).isEmpty()) {
            return entry;
        }
        Map<String, String> fields = new HashMap<>();
        entity(entry.entity()).get().allFields().forEach(it -> fields.put(column(it), it.name()));
        return isCurrent(entry, Set.copyOf(fields.values()))
                ? entry
                : entry.named(column -> fields.getOrDefault(column, column));
    }

    /// An entry has at least one image, and that all fields.
    private static boolean isCurrent(RecordedConflict entry, Set<String> fields) {
        RecordedConflict.Images images = entry.images();
        return Stream.of(images.before(), images.after(), images.existing())
                .filter(Objects::nonNull)
                .allMatch(image -> fields.containsAll(Images.names(image)));
    }

    /// What entries may call the field that a person means, who may also say the column.
    List<String> columns(@Nullable String entity, String field) {
        return Stream.concat(
                        Stream.of(field),
                        config.entities().stream()
                                .filter(it -> entity == null || it.name().equals(entity))
                                .flatMap(it -> it.allFields().stream())
                                .filter(it -> it.name().equals(field) || column(it).equals(field))
                                .flatMap(it -> Stream.of(it.name(), column(it))))
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
        return field.column(config.first().name()).orElse(field.name());
    }
}
