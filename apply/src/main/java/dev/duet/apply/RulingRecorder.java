package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.Ruling;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.ConflictStore.Decided;
import dev.duet.apply.store.Images;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Records who won and why, in the transaction that writes what came of it. Stateless.
final class RulingRecorder {
    private final Direction direction;
    private final TargetTerms terms;
    private final ConflictStore store;

    /// The incoming change of a ruling: where it came from, and what it was.
    private record Incoming(Origin origin, Change canonical) {}

    private record At(RecordKey key, long position) {}

    RulingRecorder(ApplySettings settings) {
        this.direction = settings.direction();
        this.terms = settings.terms();
        this.store = settings.conflicts();
    }

    void record(Connection connection, ApplyTask task) throws SQLException {
        if (task.plan().rulings().isEmpty()) {
            return;
        }
        Map<At, Incoming> incoming = incoming(task);
        Map<RecordKey, Row> existing = existing(task);
        for (Ruling ruling : task.plan().rulings()) {
            store.record(
                    connection,
                    decided(
                            task.plan().target(),
                            ruling,
                            incoming.get(new At(ruling.key(), ruling.theirs().position())),
                            existing.get(ruling.key())));
        }
    }

    private static Map<RecordKey, Row> existing(ApplyTask task) {
        Map<RecordKey, Row> existing = new HashMap<>();
        for (RowWrite write : task.plan().writes()) {
            switch (write) {
                case RowWrite.Insert insert -> {}
                case RowWrite.Delete delete -> existing.put(delete.key(), delete.expected());
                case RowWrite.Update update -> existing.put(update.key(), update.expected());
            }
        }
        return existing;
    }

    private Map<At, Incoming> incoming(ApplyTask task) {
        Map<At, Incoming> incoming = new HashMap<>();
        for (MappedTransaction transaction : task.originals()) {
            for (Mapped mapped : transaction.changes()) {
                if (mapped instanceof Mapped.Ready ready) {
                    Change canonical = terms.canonical(ready);
                    for (RecordKey key : TargetTerms.keys(canonical)) {
                        incoming.put(
                                new At(key, transaction.origin().position().ordinal()),
                                new Incoming(transaction.origin(), canonical));
                    }
                }
            }
        }
        return incoming;
    }

    private Decided decided(
            Side target, Ruling ruling, @Nullable Incoming incoming, @Nullable Row existing) {
        Shape shape = terms.canonical(ruling.key().entity());
        boolean presence = ruling.column() == Ruling.PRESENCE;
        Column column = shape.columns().get(presence ? 0 : ruling.column());
        return new Decided(
                shape.entity(),
                keyText(shape, ruling.key()),
                presence ? null : column.name(),
                ruling.winner() == target ? direction.target() : direction.source(),
                ruling.rule(),
                ruling.reason()
                        .replace("A ", name(Side.A, target) + " ")
                        .replace("B ", name(Side.B, target) + " "),
                incoming == null ? null : incoming.origin(),
                incoming == null ? null : incoming.canonical(),
                existing,
                mark(column, ruling.theirs()),
                mark(column, ruling.ours()));
    }

    private String name(Side side, Side target) {
        return side == target ? direction.target() : direction.source();
    }

    private static Decided.Mark mark(Column column, Ruling.Mark mark) {
        Object value = mark.value();
        return new Decided.Mark(
                new Lsn(mark.position()).text(),
                mark.clock(),
                value == null ? null : Images.text(column, value));
    }

    private static String keyText(Shape shape, RecordKey key) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < key.key().size(); i++) {
            Object value = key.key().get(i);
            text.append(i == 0 ? "" : ",")
                    .append(value == null ? "" : Images.text(shape.columns().get(i), value));
        }
        return text.toString();
    }
}
