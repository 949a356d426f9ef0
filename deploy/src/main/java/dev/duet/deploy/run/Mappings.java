package dev.duet.deploy.run;

import dev.duet.apply.MappedTransaction;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.LogEntry;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The mappings of all entities in one direction. Immutable.
public final class Mappings {
    private final Map<String, EntityMapping> byEntity;

    public Mappings(Map<String, EntityMapping> byEntity) {
        this.byEntity = Map.copyOf(byEntity);
    }

    /// Maps each transaction; the rows are mapped as they are read, so a large one never stands in
    /// memory whole.
    public List<MappedTransaction> map(List<LogEntry.Transaction> transactions) {
        return transactions.stream().map(this::map).toList();
    }

    private MappedTransaction map(LogEntry.Transaction transaction) {
        Iterable<Mapped> mapped =
                () -> {
                    Iterator<Change> changes = transaction.changes().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return changes.hasNext();
                        }

                        @Override
                        public Mapped next() {
                            return map(changes.next());
                        }
                    };
                };
        return new MappedTransaction(transaction.origin(), mapped, transaction.changes().count());
    }

    /// One change, by its entity's mapping.
    public Mapped map(Change change) {
        EntityMapping mapping = byEntity.get(change.shape().entity());
        if (mapping == null) {
            throw new IllegalStateException("no mapping for entity " + change.shape().entity());
        }
        return mapping.map(change);
    }
}
