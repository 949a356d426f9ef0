package dev.duet.deploy.scaffold;

import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The pairs as the `entities` of a file, with the reasons as comments. Pure; for one proposal.
final class Proposal {
    private final SystemConfig first;
    private final SystemConfig second;
    private final TablePairing.Tables tables;
    private final Map<TablePair, String> names = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    /// @param systems two, in the file's order
    Proposal(List<SystemConfig> systems, TablePairing.Tables tables) {
        this.first = systems.getFirst();
        this.second = systems.getLast();
        this.tables = tables;
        Set<String> taken = new HashSet<>();
        for (TablePair pair : tables.pairs()) {
            String table = table(pair, first).name().name();
            names.put(
                    pair,
                    name(Words.ofTable(table).toString(), EntityConfig.NAME, "entity_", taken));
        }
    }

    private static Table table(TablePair pair, SystemConfig system) {
        return system.kind() == DatabaseKind.POSTGRES ? pair.postgres() : pair.mysql();
    }

    /// A name that may stand in the file, and does not stand there yet.
    private static String name(String wish, Pattern allowed, String before, Set<String> taken) {
        String plain = wish.replaceAll("[^A-Za-z0-9_]", "_");
        String right = allowed.matcher(plain).matches() ? plain : before + plain;
        String cut = right.substring(0, Math.min(right.length(), 60));
        String name = cut;
        for (int i = 2; !taken.add(name); i++) {
            name = cut + "_" + i;
        }
        return name;
    }

    String entities() {
        text.append("entities:\n");
        names.forEach(this::entity);
        alone("Tables without a counterpart, which the file leaves alone:", first);
        alone("", second);
        return text.toString();
    }

    private void entity(TablePair pair, String name) {
        comment(2, ColumnPairing.decimals(pair.confidence()) + ": " + pair.reason());
        line(2, Yaml.word(name) + ":");
        line(
                4,
                "tables: { %s: %s, %s: %s }"
                        .formatted(
                                first.name(),
                                tableName(pair, first),
                                second.name(),
                                tableName(pair, second)));
        Set<String> taken = new HashSet<>();
        question(pair);
        line(4, "key:");
        for (ColumnPair key : pair.key()) {
            field(pair, key, taken);
        }
        if (pair.fields().isEmpty()) {
            line(4, "fields: {}");
        } else {
            line(4, "fields:");
            pair.fields().forEach(field -> field(pair, field, taken));
        }
        onlyIn(pair);
        text.append('\n');
    }

    private static String tableName(TablePair pair, SystemConfig system) {
        TableName name = table(pair, system).name();
        return Yaml.word(system.kind() == DatabaseKind.POSTGRES ? name.toString() : name.name());
    }

    private void question(TablePair pair) {
        switch (pair.keys()) {
            case SHARED -> {
                // nothing to ask
            }
            case UNKNOWN ->
                    comment(
                            4,
                            "Question: both sides make up keys. Is the same key the same record? If"
                                    + " not, add  crosswalk: true  to the key, and  references  to"
                                    + " fields that name it.");
            case APART -> {
                comment(
                        4,
                        "Question: both sides make up keys, and rows with one key differ, so they"
                                + " are taken for different records. Right? If not, take out"
                                + " crosswalk.");
                comment(
                        4,
                        "Which fields tell that two rows are one record? Say them for duet init:"
                                + "  crosswalk: { pair-by: [<field>, ...] }");
            }
        }
    }

    private void field(TablePair pair, ColumnPair field, Set<String> taken) {
        String left = column(field, first);
        String right = column(field, second);
        String name = name(left, FieldConfig.NAME, "f_", taken);
        boolean isKey = pair.key().contains(field);
        String more = form(field.form());
        if (isKey && pair.keys() == TablePair.Keys.APART) {
            more += ", crosswalk: true";
        }
        more += referred(pair, field).map(it -> ", references: " + Yaml.word(it)).orElse("");
        String value =
                more.isEmpty() && left.equals(right) && name.equals(left)
                        ? Yaml.word(left)
                        : "{ %s: %s, %s: %s%s }"
                                .formatted(
                                        first.name(),
                                        Yaml.word(left),
                                        second.name(),
                                        Yaml.word(right),
                                        more);
        String why =
                isKey
                        ? "key, " + field.postgres().type() + " ~ " + field.mysql().type()
                        : ColumnPairing.decimals(field.confidence()) + ": " + field.reason();
        line(6, "%s: %s  # %s".formatted(Yaml.word(name), value, Yaml.comment(why)));
    }

    private static String column(ColumnPair field, SystemConfig system) {
        return system.kind() == DatabaseKind.POSTGRES
                ? field.postgres().name()
                : field.mysql().name();
    }

    private String form(Form form) {
        return switch (form) {
            case Form.AsTyped _ -> "";
            case Form.Values values -> ", values: { " + words(values.pairs()) + " }";
            case Form.Scaled scaled -> {
                boolean intoFirst = scaled.intoMysql() == (first.kind() == DatabaseKind.MYSQL);
                yield scaled.cents()
                        ? ", convert: { cents: %d }".formatted(scaled.power())
                        : ", convert: { multiply: 1%s, into: %s }"
                                .formatted(
                                        "0".repeat(scaled.power()),
                                        (intoFirst ? first : second).name());
            }
        };
    }

    private String words(Map<String, String> ofPostgres) {
        boolean asIs = first.kind() == DatabaseKind.POSTGRES;
        return String.join(
                ", ",
                ofPostgres.entrySet().stream()
                        .map(
                                it ->
                                        Yaml.word(asIs ? it.getKey() : it.getValue())
                                                + ": "
                                                + Yaml.word(asIs ? it.getValue() : it.getKey()))
                        .toList());
    }

    /// The entity that a field names, where its keys are not the same on both sides.
    private Optional<String> referred(TablePair pair, ColumnPair field) {
        return names.entrySet().stream()
                .filter(it -> it.getKey().keys() == TablePair.Keys.APART)
                .filter(
                        it ->
                                refers(
                                                pair.postgres(),
                                                field.postgres().name(),
                                                it.getKey().postgres())
                                        || refers(
                                                pair.mysql(),
                                                field.mysql().name(),
                                                it.getKey().mysql()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean refers(Table table, String column, Table to) {
        return table.foreignKeys().stream()
                .anyMatch(
                        it ->
                                it.columns().equals(List.of(column))
                                        && it.target().equals(to.name()));
    }

    private void onlyIn(TablePair pair) {
        if (pair.postgresOnly().isEmpty() && pair.mysqlOnly().isEmpty()) {
            return;
        }
        line(4, "only-in:");
        for (SystemConfig system : List.of(first, second)) {
            List<Lone> alone =
                    system.kind() == DatabaseKind.POSTGRES ? pair.postgresOnly() : pair.mysqlOnly();
            if (!alone.isEmpty()) {
                line(6, system.name() + ":");
                alone.forEach(
                        it ->
                                line(
                                        8,
                                        "- %s  # %s"
                                                .formatted(
                                                        Yaml.word(it.name()),
                                                        Yaml.comment(it.reason()))));
            }
        }
    }

    private void alone(String heading, SystemConfig system) {
        if (!heading.isEmpty()
                && !(tables.postgresOnly().isEmpty() && tables.mysqlOnly().isEmpty())) {
            comment(2, heading);
        }
        List<Lone> alone =
                system.kind() == DatabaseKind.POSTGRES ? tables.postgresOnly() : tables.mysqlOnly();
        alone.forEach(it -> comment(4, system.name() + ": " + it.name() + ": " + it.reason()));
    }

    private void comment(int indent, String words) {
        line(indent, "# " + Yaml.comment(words));
    }

    private void line(int indent, String words) {
        text.append(" ".repeat(indent)).append(words).append('\n');
    }
}
