package dev.duet.localdb;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A PostgreSQL and a MySQL, started side by side. Immutable.
public record LocalDatabases(LocalPostgres postgres, LocalMysql mysql) implements AutoCloseable {

    /// Starts both in temporary folders.
    public static LocalDatabases start() {
        return start(ServerOptions.temporary(), ServerOptions.temporary());
    }

    /// Starts both and returns when both answer SQL; where one fails, the other is ended.
    public static LocalDatabases start(ServerOptions postgres, ServerOptions mysql) {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("localdb-start-", 0).factory())) {
            Future<LocalPostgres> first = threads.submit(() -> LocalPostgres.start(postgres));
            Future<LocalMysql> second = threads.submit(() -> LocalMysql.start(mysql));
            return both(first, second);
        }
    }

    private static LocalDatabases both(Future<LocalPostgres> first, Future<LocalMysql> second) {
        try {
            return new LocalDatabases(first.get(), second.get());
        } catch (ExecutionException e) {
            closeWhenStarted(first);
            closeWhenStarted(second);
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new CannotStartDatabase(Objects.toString(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            first.cancel(true);
            second.cancel(true);
            Thread.currentThread().interrupt();
            throw new CannotStartDatabase("interrupted while the databases started", e);
        }
    }

    private static void closeWhenStarted(Future<? extends LocalServer> start) {
        try {
            start.get().close();
        } catch (ExecutionException _) {
            // This one failed too; the first failure is the one reported.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try (postgres;
                mysql) {
            // Closed in reverse order, the second even where the first cannot be.
        }
    }
}
