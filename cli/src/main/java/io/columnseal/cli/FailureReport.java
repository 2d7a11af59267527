package io.columnseal.cli;

import io.columnseal.ColumnSealException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says in one line what went wrong, and ends with the code of it. What nobody thought of takes more lines. */
final class FailureReport implements CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        if (error instanceof ColumnSealException failure) {
            print(command, failure.getMessage());
            return ExitCode.of(failure);
        }
        if (error instanceof WrongArgumentException) {
            print(command, error.getMessage());
            return ExitCode.USAGE;
        }
        if (error instanceof DatabaseUnreachableException failure) {
            print(command, failure.getMessage());
            return failure.exitCode();
        }
        if (error instanceof IOException) {
            print(command, problem((IOException) error));
            return ExitCode.REFUSED;
        }
        printUnexpected(command, error);
        return ExitCode.UNEXPECTED;
    }

    /** Types and places only: messages of others may quote values, statements and URLs. */
    private static void printUnexpected(CommandLine command, Exception error) {
        print(
                command,
                "something went wrong that nobody thought of. What was done so far stays done. Please report this;"
                        + " messages are left out, since they may hold data");
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = error; cause != null && told.add(cause); cause = cause.getCause()) {
            command.getErr().println(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                command.getErr().println("\tat " + frame);
            }
        }
        command.getErr().flush();
    }

    /** What is wrong with a file. */
    static String problem(IOException error) {
        return error instanceof NoSuchFileException
                ? "there is no file " + error.getMessage()
                : "a file cannot be read or written: " + error.getMessage();
    }

    private static void print(CommandLine command, @Nullable String message) {
        command.getErr().println("columnseal: " + Terminal.printable(String.valueOf(message)));
        command.getErr().flush();
    }
}
