package dev.duet.deploy;

import dev.duet.apply.Fenced;
import dev.duet.deploy.check.CannotReach;
import dev.duet.deploy.config.CannotReadSecret;
import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.mysql.CannotReadCertificates;
import dev.duet.deploy.docs.CannotWrite;
import dev.duet.deploy.init.CannotInitialise;
import dev.duet.deploy.replay.CannotReplay;
import dev.duet.deploy.run.CannotRun;
import dev.duet.mapping.fields.CannotLookUp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Set;

/// Turns what stopped a command into words on standard error and an exit code. Stateless.
final class FailureReport implements IExecutionExceptionHandler {
    /// PostgreSQL's and MySQL's, for a table, schema or database that is not there.
    private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "3F000", "42S02");

    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        PrintWriter err = command.getErr();
        switch (failure) {
            case ParameterException wrongUse -> throw wrongUse;
            case ConfigRefused refused -> {
                err.println(refused.getMessage());
                return ExitCode.WRONG_USE;
            }
            case CannotReadSecret secret -> {
                err.println(secret.getMessage());
                return ExitCode.WRONG_USE;
            }
            case CannotReadCertificates certificates -> {
                err.println(certificates.getMessage());
                return ExitCode.WRONG_USE;
            }
            case CannotWrite folder -> {
                err.println(folder.getMessage());
                return ExitCode.WRONG_USE;
            }
            case CannotConnect unreachable -> {
                err.println(unreachable.getMessage());
                return ExitCode.UNREACHABLE;
            }
            case CannotReach unreachable -> {
                err.println(unreachable.getMessage());
                return ExitCode.UNREACHABLE;
            }
            case CannotLookUp unreachable -> {
                err.println(unreachable.getMessage());
                return ExitCode.UNREACHABLE;
            }
            case CannotInitialise refused -> {
                err.println(refused.getMessage());
                err.println(refused.mend());
                return ExitCode.REFUSED;
            }
            case CannotRun refused -> {
                err.println(refused.getMessage());
                return ExitCode.REFUSED;
            }
            case CannotReplay refused -> {
                err.println(refused.getMessage());
                return ExitCode.REFUSED;
            }
            case Fenced fenced -> {
                err.println(
                        fenced.getMessage()
                                + "; this one has ended and wrote nothing since. One instance runs"
                                + " at a time");
                return ExitCode.REFUSED;
            }
            case SQLException database -> {
                err.println("the database answered: " + database.getMessage());
                String state = String.valueOf(database.getSQLState());
                if (NO_SUCH_TABLE.contains(state)) {
                    err.println("Duet's own tables may be missing: 'duet init' makes them");
                    return ExitCode.REFUSED;
                }
                return state.startsWith("08") ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
            }
            default -> {
                LOG.error("command failed", failure);
                err.println("duet failed, by a mistake of its own: " + failure);
                return ExitCode.REFUSED;
            }
        }
    }
}
