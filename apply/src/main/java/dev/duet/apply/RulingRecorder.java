package dev.duet.apply;

import dev.duet.apply.conflict.Ruling;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.ConflictStore.Decided;
import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Records who won and why, in the transaction that writes what came of it. Stateless.
final class RulingRecorder {
    private final Direction direction;
    private final TargetTerms terms;
    private final ConflictStore store;

    RulingRecorder(ApplySettings settings) {
        this.direction = settings.direction();
        this.terms = settings.terms();
        this.store = settings.conflicts();
    }

    void record(Connection connection, ApplyTask task) throws SQLException {
        Map<Long, Origin> origins = new HashMap<>();
        for (MappedTransaction transaction : task.originals()) {
            origins.put(transaction.origin().position().ordinal(), transaction.origin());
        }
        store.record(
                connection,
                task.plan().rulings().stream()
                        .map(
                                ruling ->
                                        decided(
                                                task.plan().target(),
                                                ruling,
                                                origins.get(ruling.theirs().position())))
                        .toList());
    }

    private Decided decided(Side target, Ruling ruling, @Nullable Origin origin) {
        Shape shape = terms.canonical(ruling.key().entity());
        boolean presence = ruling.column() == Ruling.PRESENCE;
        Column column = shape.columns().get(presence ? 0 : ruling.column());
        return new Decided(
                shape,
                terms.name(ruling.key()),
                presence ? null : column.name(),
                name(ruling.winner(), target),
                words(ruling.rule(), shape, side -> name(side, target)),
                ruling.reason()
                        .replaceFirst("^A ", name(Side.A, target) + " ")
                        .replaceFirst("^B ", name(Side.B, target) + " "),
                origin,
                ruling.images(),
                mark(column, ruling.theirs()),
                mark(column, ruling.ours()));
    }

    /// The core knows sides and indices, the file names.
    static String words(String rule, Shape shape, Function<Side, String> names) {
        int colon = rule.indexOf(": ");
        if (colon < 0 || FieldRule.Review.isAsked(rule)) {
            return rule;
        }
        String argument = rule.substring(colon + 2);
        return rule.substring(0, colon + 2)
                + (rule.startsWith("version")
                        ? shape.columns().get(Integer.parseInt(argument)).name()
                        : names.apply(Side.valueOf(argument)));
    }

    private String name(Side side, Side target) {
        return side == target ? direction.target() : direction.source();
    }

    private static Decided.Mark mark(Column column, Ruling.Mark mark) {
        Object value = mark.value();
        return new Decided.Mark(
                Long.toString(mark.position()),
                mark.clock(),
                value == null ? null : Images.text(column, value));
    }
}
