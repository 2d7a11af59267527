package io.columnseal.cli;

import java.sql.SQLException;

/** A database lets nobody connect. Tells the setting and the database's code, not its message, which may quote the URL. */
final class DatabaseUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    DatabaseUnreachableException(String setting, SQLException cause) {
        super(
                setting + ": the database does not let columnseal connect (SQL state " + cause.getSQLState()
                        + "). Check URL, user and password",
                cause);
        this.exitCode = ExitCode.ofDatabase(cause.getSQLState(), cause.getErrorCode());
    }

    /** Whether the database cannot be reached, or refuses. */
    int exitCode() {
        return exitCode;
    }
}
