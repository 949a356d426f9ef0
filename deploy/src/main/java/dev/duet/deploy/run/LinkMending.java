package dev.duet.deploy.run;

import dev.duet.apply.Parents;
import dev.duet.apply.RowWriter;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.plan.Links;
import dev.duet.apply.plan.Links.Link;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Entry;
import dev.duet.apply.store.ReleaseStore;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Lets records go that a rule holds since what they name is not there: as `duet quarantine retry`
/// would once it is, or as `edit` would where the rule says what to set. One thread.
final class LinkMending {
    private static final Logger log = LoggerFactory.getLogger(LinkMending.class);

    private final Blueprint blueprint;
    private final Links links;
    private final Set<String> codes;
    private final ReleaseStore releases = new ReleaseStore();

    /// @param system one of the two, which have the same rules
    LinkMending(Blueprint blueprint, String system) {
        this.blueprint = blueprint;
        this.links = blueprint.termsOf(system).links();
        this.codes =
                links.of().values().stream()
                        .flatMap(List::stream)
                        .map(link -> link.said().rule().name())
                        .collect(Collectors.toSet());
    }

    /// The names of the rules.
    Set<String> codes() {
        return codes;
    }

    boolean isOf(Entry entry) {
        return links.of(entry.entity()).stream()
                .anyMatch(link -> link.said().rule().name().equals(entry.code()));
    }

    /// @param source whose change is held
    /// @param key a canonical record of which only the key counts
    void letGo(Side source, Side target, Entry held, Row key) throws SQLException {
        new Attempt(source, target, held).run(key);
    }

    /// One look at one record.
    private final class Attempt {
        private final Side source;
        private final Side target;
        private final Entry held;
        private final TargetTerms here;
        private final TargetTerms there;
        private final Shape shape;

        Attempt(Side source, Side target, Entry held) {
            this.source = source;
            this.target = target;
            this.held = held;
            this.here = blueprint.termsOf(source.name());
            this.there = blueprint.termsOf(target.name());
            this.shape = here.shape(held.entity());
        }

        void run(Row key) throws SQLException {
            BitSet some = new BitSet();
            some.set(0, shape.keySize());
            Row name = here.row(held.entity(), key, some);
            try (Connection connection = source.pool().getConnection()) {
                Row row = source.target().tableReader().lock(connection, shape, name);
                Row record = here.recordOfTarget(held.entity(), row);
                boolean isMended = false;
                if (record != null) {
                    Optional<Row> goes = goes(record);
                    if (goes.isEmpty()) {
                        connection.rollback();
                        return;
                    }
                    isMended = !goes.get().equals(record);
                    if (isMended) {
                        row = write(connection, record, goes.get());
                    }
                }
                String by = isMended ? "duet: rule " + held.code() : "duet: what it names is there";
                ask(by);
                releases.add(
                        connection,
                        shape,
                        new ReleaseStore.Released(name.key(shape.keySize()), row),
                        by);
                connection.commit();
                log.info(
                        "a record is let go: {} entity={} rule={}",
                        isMended ? "it does not name what is not there" : "what it names is there",
                        held.entity(),
                        held.code());
            } catch (CannotConvert e) {
                log.debug("a record that waits cannot be mended", e);
            }
        }

        /// The record that may go over; nothing where it waits on.
        private Optional<Row> goes(Row record) throws SQLException {
            List<Link> missing = missing(record);
            Row mended = record;
            for (Link link : missing) {
                Optional<Row> next = link.said().mended(mended);
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                mended = next.get();
            }
            if (!missing.isEmpty() && !missing(mended).isEmpty()) {
                note(
                        "; and what the rule sets names a record that is not there either: add it,"
                                + " or change the rule, restart and retry");
                return Optional.empty();
            }
            return Optional.of(mended);
        }

        private List<Link> missing(Row record) throws SQLException {
            Row row = there.row(held.entity(), record);
            var parents = new Parents(target.target().tableReader(), there);
            List<Link> missing = new ArrayList<>();
            try (Connection connection = target.reads().getConnection()) {
                for (Link link : there.links().of(held.entity())) {
                    if (!link.isWarned()
                            && parents.isMissing(connection, link.parent(), row, link.column())) {
                        missing.add(link);
                    }
                }
                connection.rollback();
            }
            return missing;
        }

        /// Sets in the source's row what the rules say.
        private @Nullable Row write(Connection connection, Row record, Row mended)
                throws SQLException {
            BitSet fields = new BitSet();
            for (int i = 0; i < record.size(); i++) {
                fields.set(i, !Objects.equals(record.get(i), mended.get(i)));
            }
            Row row = here.row(held.entity(), mended, fields);
            BitSet columns = here.columns(held.entity(), fields);
            var free = new RowWriter.MergeForm(new BitSet(), columns, new BitSet(), new BitSet());
            source.target().rowWriter().merge(connection, shape, free, List.of(row), List.of(row));
            return source.target().tableReader().lock(connection, shape, row);
        }

        private void ask(String by) throws SQLException {
            try (Connection connection = target.pool().getConnection()) {
                quarantine().ask(connection, held.entity(), held.key(), "releasing", by);
                connection.commit();
            }
        }

        /// Says once why the record waits for a person after all.
        private void note(String why) throws SQLException {
            if (held.reason().endsWith(why)) {
                return;
            }
            try (Connection connection = target.pool().getConnection()) {
                quarantine()
                        .refusedAgain(
                                connection,
                                held.entity(),
                                held.key(),
                                held.code(),
                                held.reason() + why);
                connection.commit();
            }
        }

        private QuarantineStore quarantine() {
            return new QuarantineStore(source.name());
        }
    }
}
