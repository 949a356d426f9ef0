package dev.duet.deploy.run;

import dev.duet.apply.Catalog;
import dev.duet.apply.TargetDatabase;
import dev.duet.apply.crosswalk.CrosswalkDatabase;
import dev.duet.apply.crosswalk.Pairs;
import dev.duet.apply.mysql.MysqlCatalog;
import dev.duet.apply.mysql.MysqlTarget;
import dev.duet.apply.postgres.PostgresCatalog;
import dev.duet.apply.postgres.PostgresTarget;
import dev.duet.capture.LogCheck;
import dev.duet.capture.SourceLog;
import dev.duet.capture.mysql.MysqlLog;
import dev.duet.capture.mysql.MysqlLogCheck;
import dev.duet.capture.mysql.SchemaHistoryStore;
import dev.duet.capture.postgres.PostgresLog;
import dev.duet.capture.postgres.PostgresLogCheck;
import dev.duet.deploy.connect.mysql.TrustStoreFile;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.LogSource;

import java.util.Optional;

import javax.sql.DataSource;

/// One system with all that is its database's own: the only place that asks which kind of database
/// it is. Immutable.
///
/// @param name the name the DBA gave it
/// @param reads connections under the reader role, without auto-commit
/// @param pool connections under the writer role, without auto-commit
/// @param pairs which of its records are which of the peer's, where each makes up its keys
public record Side(
        String name,
        DataSource reads,
        DataSource pool,
        SourceLog log,
        LogCheck logCheck,
        TargetDatabase target,
        Pairs pairs,
        Catalog catalog) {

    /// @param reader how the log is read
    /// @param reads connections under the reader role
    /// @param pool connections under the writer role
    public static Side of(Endpoint reader, DataSource reads, DataSource pool) {
        Pairs pairs = new Pairs(pool);
        return switch (reader.log()) {
            case LogSource.Postgres postgres ->
                    new Side(
                            reader.system(),
                            reads,
                            pool,
                            new PostgresLog(reader),
                            new PostgresLogCheck(postgres),
                            new CrosswalkDatabase(new PostgresTarget(), pairs),
                            pairs,
                            new PostgresCatalog());
            case LogSource.Mysql mysql ->
                    new Side(
                            reader.system(),
                            reads,
                            pool,
                            new MysqlLog(
                                    reader,
                                    new SchemaHistoryStore(reads, pool),
                                    trustStore(reader)),
                            new MysqlLogCheck(),
                            new CrosswalkDatabase(new MysqlTarget(), pairs),
                            pairs,
                            new MysqlCatalog());
        };
    }

    /// The log once more, for a reader beside the sync.
    ///
    /// @param reader as of [#of]
    public SourceLog again(Endpoint reader) {
        return switch (reader.log()) {
            case LogSource.Postgres postgres -> new PostgresLog(reader.reading(postgres.anchor()));
            case LogSource.Mysql _ ->
                    new MysqlLog(
                            reader.reading(LogSource.Mysql.beside()),
                            SchemaHistoryStore.toRead(reads, pool),
                            trustStore(reader));
        };
    }

    /// The temporary file ends with the process.
    private static Optional<MysqlLog.TrustStore> trustStore(Endpoint reader) {
        return TrustStoreFile.of(reader.tls())
                .file()
                .map(file -> new MysqlLog.TrustStore(file, TrustStoreFile.PASSWORD));
    }
}
