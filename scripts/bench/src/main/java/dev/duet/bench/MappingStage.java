package dev.duet.bench;

import com.sun.management.ThreadMXBean;

import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.mapping.Derivations;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.EntityMappings;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How fast one core maps the records of an entity with twenty fields, of which every second is
/// converted. No database. One thread.
final class MappingStage {
    private static final double AIM = 500_000;
    private static final int RECORDS = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int ROUNDS = 3;

    /// Each field: its columns' types, and a value of crm's by number.
    private static final String FIELDS =
            """
            id      | bigint                      | bigint        | %d
            name    | text                        | varchar(80)   | Ann %d van der Lee
            mail    | text                        | varchar(80)   | Ann%d@Example.org
            code    | text                        | varchar(20)   | nz-%d
            status  | text                        | char(1)       | active
            kind    | text                        | varchar(9)    | retail
            balance | numeric(12,2)               | bigint        | %d.25
            price   | numeric(12,4)               | decimal(12,2) | %d.5000
            weight  | numeric(12,3)               | int           | %d.125
            seen    | timestamp with time zone    | datetime(6)   | 2026-01-14T12:30:00Z
            due     | timestamp without time zone | datetime(6)   | 2026-01-14T12:30:00
            title   | text                        | varchar(40)   | Principal Engineer %d
            nick    | text                        | varchar(40)   | nick %d
            note    | text                        | longtext      | what was said on day %d
            born    | date                        | date          | 1980-05-17
            visits  | integer                     | int           | %d
            rate    | double precision            | double        | 0.75
            member  | boolean                     | tinyint(1)    | true
            token   | uuid                        | char(36)      | 6f1c7f4e-1f0d-4a44-9a5f-0123456789ab
            limit   | numeric(12,2)               | decimal(12,2) | %d.00
            """;

    private static final String FILE =
            """
            systems:
              crm: { type: postgres, host: crm, database: crm, user: duet, password: "${env:CRM}", tls: disabled }
              erp: { type: mysql, host: erp, database: erp, user: duet, password: "${env:ERP}", tls: disabled }
            entities:
              thing:
                tables: { crm: thing, erp: thing }
                key: { id: id }
                fields:
                  name: { crm: name, erp: name, normalize: { trim: true, unicode: nfc } }
                  mail: { crm: mail, erp: mail, normalize: { email: true } }
                  code: { crm: code, erp: code, normalize: { case: upper } }
                  status: { crm: status, erp: status, values: { active: A, closed: X } }
                  kind: { crm: kind, erp: kind, values: { wholesale: W }, unmapped: pass }
                  balance: { crm: balance, erp: balance, convert: { cents: 2 } }
                  price: { crm: price, erp: price, convert: { currency: NZD, rounding: half-even } }
                  weight: { crm: weight, erp: weight, convert: { multiply: 1000, into: erp } }
                  seen: { crm: seen, erp: seen, timezone: Pacific/Auckland }
                  due: { crm: due, erp: due, timezone: { crm: UTC, erp: Europe/Berlin } }
                  title: { crm: title, erp: title, truncate: 12 }
                  nick: { crm: nick, erp: nick, when-null: { erp: keep } }
                  note: note
                  born: born
                  visits: visits
                  rate: rate
                  member: member
                  token: token
                  limit: limit
            """;

    /// One way of changing records, one way across.
    ///
    /// @param bytes made on the heap for each
    record Figure(String what, double recordsPerSecond, double bytes) {}

    private final Console console;
    private final List<String[]> fields = FIELDS.lines().map(line -> line.split("\\|")).toList();

    /// Where results go, so that they are made.
    private @Nullable Mapped last;

    MappingStage(Console console) {
        this.console = console;
    }

    /// The figures, as they are to be shown.
    List<String> lines() throws IOException {
        console.say("The mapping alone: %d fields.", fields.size());
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Mapping alone, one core             records/s   bytes/record");
        for (Figure figure : measure()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-33s %,11.0f %,14.0f",
                            figure.what(),
                            figure.recordsPerSecond(),
                            figure.bytes()));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d fields, 11 of them converted; median of %d rounds. Aim: %,.0f.",
                        fields.size(),
                        ROUNDS,
                        AIM));
        return lines;
    }

    private List<Figure> measure() throws IOException {
        EntityMappings entity = entity();
        EntityMapping out = entity.fromFirst();
        EntityMapping back = entity.intoFirst();
        List<Row> here = IntStream.range(0, RECORDS).mapToObj(this::row).toList();
        List<Row> there = here.stream().map(row -> mapped(out, insert(out, row))).toList();
        List<Figure> figures = new ArrayList<>();
        figures.add(timed("inserts, crm→erp", out, inserts(out, here)));
        figures.add(timed("updates of two fields, crm→erp", out, updates(out, here)));
        figures.add(timed("inserts, erp→crm", back, inserts(back, there)));
        figures.add(timed("updates of two fields, erp→crm", back, updates(back, there)));
        return figures;
    }

    private EntityMappings entity() throws IOException {
        DuetConfig config = config();
        EntityConfig entity = config.entities().getFirst();
        List<FieldMapping.Present> all = new ArrayList<>();
        for (FieldConfig field : entity.allFields()) {
            FieldMapping mapping =
                    FieldMapping.of(
                            field,
                            place("crm", DatabaseKind.POSTGRES, field, 1),
                            place("erp", DatabaseKind.MYSQL, field, 2),
                            false);
            if (!(mapping instanceof FieldMapping.Present present)) {
                throw new IllegalStateException(mapping.toString());
            }
            all.add(present);
        }
        return EntityMappings.of(
                entity.name(),
                all,
                Derivations.NONE,
                Validation.NONE,
                List.of(
                        new EntityMappings.NamedTable("crm", entity.table("crm")),
                        new EntityMappings.NamedTable("erp", entity.table("erp"))),
                entity.key().size());
    }

    private static DuetConfig config() throws IOException {
        Path file = Files.createTempFile("duet-bench-", ".yaml");
        try {
            Files.writeString(file, FILE);
            return switch (new ConfigReader().read(file)) {
                case ConfigResult.Valid valid -> valid.config();
                case ConfigResult.Invalid invalid ->
                        throw new IllegalStateException("the bench's own file: " + invalid);
            };
        } finally {
            Files.delete(file);
        }
    }

    private Place place(String system, DatabaseKind kind, FieldConfig field, int at) {
        String type =
                fields.stream()
                        .filter(said -> said[0].strip().equals(field.name()))
                        .findFirst()
                        .orElseThrow()[at]
                        .strip();
        boolean nullable = !field.name().equals("id");
        var column = new TableColumn(field.name(), type, nullable, null, false, false, false, null);
        return new Place(system, kind, TypeTable.column(kind, column));
    }

    private Row row(int number) {
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            String[] said = fields.get(i);
            Column column =
                    TypeTable.column(
                            DatabaseKind.POSTGRES,
                            new TableColumn(
                                    said[0].strip(),
                                    said[1].strip(),
                                    true,
                                    null,
                                    false,
                                    false,
                                    false,
                                    null));
            values[i] = column.kind().parse(said[3].strip().formatted(number));
        }
        return Row.of(values);
    }

    private static Change insert(EntityMapping mapping, Row row) {
        return new Change.Insert(mapping.source().shape(), row);
    }

    private static Row mapped(EntityMapping mapping, Change insert) {
        if (mapping.map(insert) instanceof Mapped.Ready ready
                && ready.target() instanceof Change.Insert target) {
            return target.after();
        }
        throw new IllegalStateException("a row of the bench: " + mapping.map(insert));
    }

    private static List<Change> inserts(EntityMapping mapping, List<Row> rows) {
        return rows.stream().map(row -> insert(mapping, row)).toList();
    }

    /// Each row gets the name and the balance of the next one.
    private List<Change> updates(EntityMapping mapping, List<Row> rows) {
        Shape shape = mapping.source().shape();
        List<Change> updates = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row before = rows.get(i);
            Row next = rows.get((i + 1) % rows.size());
            @Nullable Object[] after = before.toArray();
            for (int field : new int[] {1, 6}) {
                after[field] = next.get(field);
            }
            updates.add(new Change.Update(shape, before, Row.of(after)));
        }
        return updates;
    }

    private Figure timed(String what, EntityMapping mapping, List<Change> changes) {
        Change[] all = changes.toArray(Change[]::new);
        run(mapping, all, WARM_UP);
        double[] rates = new double[ROUNDS];
        double bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = memory.getCurrentThreadAllocatedBytes();
            long began = System.nanoTime();
            long done = run(mapping, all, ROUND);
            rates[round] = done * 1e9 / (System.nanoTime() - began);
            bytes = (double) (memory.getCurrentThreadAllocatedBytes() - before) / done;
        }
        Arrays.sort(rates);
        return new Figure(what, rates[ROUNDS / 2], bytes);
    }

    private long run(EntityMapping mapping, Change[] changes, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long done = 0;
        while (System.nanoTime() < end) {
            for (Change change : changes) {
                last = mapping.map(change);
            }
            done += changes.length;
        }
        if (!(last instanceof Mapped.Ready)) {
            throw new BenchFailed("a record of the bench cannot be mapped: " + last);
        }
        return done;
    }
}
