package dev.duet.deploy.lookup;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.duet.apply.TargetDatabase;
import dev.duet.mapping.fields.Reference;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.LookupConfig;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

/// The reference tables of one system, each remembered once for all fields that look up in it. One
/// thread makes them.
public final class References {
    private final String system;
    private final DatabaseKind kind;
    private final DataSource reads;
    private final TargetDatabase database;
    private final Map<LookupConfig, Reference> made = new HashMap<>();

    /// @param reads connections without auto-commit, of somebody who may read the tables
    public References(String system, DatabaseKind kind, DataSource reads, TargetDatabase database) {
        this.system = system;
        this.kind = kind;
        this.reads = reads;
        this.database = database;
    }

    /// @param table as the catalog has it
    /// @return nothing when it lacks one of the columns
    public Optional<Reference> of(LookupConfig lookup, Table table) {
        Optional<Column> key = table.column(lookup.key()).map(it -> TypeTable.column(kind, it));
        Optional<Column> value = table.column(lookup.value()).map(it -> TypeTable.column(kind, it));
        return key.isPresent() && value.isPresent()
                ? Optional.of(
                        made.computeIfAbsent(
                                lookup, absent -> made(absent, table, key.get(), value.get())))
                : Optional.empty();
    }

    private Reference made(LookupConfig lookup, Table table, Column key, Column value) {
        String name = system + "." + table.name();
        return new CachedReference(
                name,
                key,
                value,
                new TableRows(name, table.name(), key, value, reads, database),
                lookup.expire(),
                Ticker.systemTicker());
    }
}
