package io.columnseal.cli;

import io.columnseal.ColumnSealException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says in one line what went wrong, and ends with the code of it. */
final class FailureReport implements CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception error, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (error instanceof ColumnSealException failure) {
            print(command, failure.getMessage());
            return ExitCode.of(failure);
        }
        if (error instanceof DatabaseUnreachableException) {
            print(command, error.getMessage());
            return ExitCode.UNAVAILABLE;
        }
        if (error instanceof IOException) {
            print(command, problem((IOException) error));
            return ExitCode.REFUSED;
        }
        throw error;
    }

    private static String problem(IOException error) {
        return error instanceof NoSuchFileException
                ? "there is no file " + error.getMessage()
                : "a file cannot be read or written: " + error.getMessage();
    }

    private static void print(CommandLine command, @Nullable String message) {
        command.getErr().println("columnseal: " + Terminal.printable(String.valueOf(message)));
        command.getErr().flush();
    }
}
