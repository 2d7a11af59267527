package io.columnseal.cli;

import io.columnseal.ColumnSealException;
import io.columnseal.DecryptionException;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.ReencryptionException;
import io.columnseal.Retryable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a command ends with. Scripts depend on these numbers. */
final class ExitCode {

    /** All is done, and well. */
    static final int OK = 0;

    /** It was done, and something is left to look at: findings, values that could not be moved, checks that failed. */
    static final int FINDINGS = 1;

    /** The command line is wrong; nothing was done. */
    static final int USAGE = 2;

    /** A setting, a key, a file or the database does not allow it. */
    static final int REFUSED = 3;

    /** The key store, the KMS or a database cannot be reached; may work later. */
    static final int UNAVAILABLE = 4;

    /** A value or file is not what was sealed for this tenant and context. */
    static final int NOT_GENUINE = 5;

    /** The actor may not do this, or a second person has to agree. */
    static final int NOT_ALLOWED = 6;

    /** Nobody thought of this: a mistake in this program. */
    static final int UNEXPECTED = 7;

    /** PostgreSQL shuts down, crashed, or is not up yet. */
    private static final Set<String> DOWN = Set.of("57P01", "57P02", "57P03");

    /** PostgreSQL has no connection left. */
    private static final String TOO_MANY_CONNECTIONS = "53300";

    /** Of MariaDB, if it has no connection left; of PostgreSQL's driver, if a password is missing. */
    private static final String REJECTED = "08004";

    private static final int TOO_MANY_CONNECTIONS_OF_MARIADB = 1040;

    /** The class of all that is wrong with a connection. */
    private static final String CONNECTION = "08";

    private ExitCode() {}

    static int of(ColumnSealException error) {
        if (error instanceof Retryable) {
            return UNAVAILABLE;
        }
        if (error instanceof DecryptionException) {
            return NOT_GENUINE;
        }
        if (error instanceof ReencryptionException refused) {
            return ofDatabase(refused.sqlState(), refused.vendorCode());
        }
        return error instanceof KeyOperationRefusedException ? NOT_ALLOWED : REFUSED;
    }

    /**
     * @param sqlState what a database answered, or its driver in its place; null if nothing
     * @param vendorCode the database's own number, 0 if it has none
     */
    static int ofDatabase(@Nullable String sqlState, int vendorCode) {
        if (sqlState == null || sqlState.equals(REJECTED) && vendorCode != TOO_MANY_CONNECTIONS_OF_MARIADB) {
            return REFUSED;
        }
        boolean unreachable =
                sqlState.startsWith(CONNECTION) || DOWN.contains(sqlState) || sqlState.equals(TOO_MANY_CONNECTIONS);
        return unreachable ? UNAVAILABLE : REFUSED;
    }
}
