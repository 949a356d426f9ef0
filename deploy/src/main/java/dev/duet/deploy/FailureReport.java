package dev.duet.deploy;

import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.CannotReadSecret;
import dev.duet.deploy.connect.mysql.CannotReadCertificates;
import dev.duet.deploy.init.CannotInitialise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.sql.SQLException;

/// Turns what stopped a command into words on standard error and an exit code. Stateless.
final class FailureReport implements IExecutionExceptionHandler {
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
            case CannotConnect unreachable -> {
                err.println(unreachable.getMessage());
                return ExitCode.UNREACHABLE;
            }
            case CannotInitialise refused -> {
                err.println(refused.getMessage());
                err.println(refused.mend());
                return ExitCode.REFUSED;
            }
            case SQLException database -> {
                err.println("the database answered: " + database.getMessage());
                String state = String.valueOf(database.getSQLState());
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
