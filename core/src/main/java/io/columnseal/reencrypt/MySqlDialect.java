package io.columnseal.reencrypt;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import java.sql.SQLException;

/** MySQL and MariaDB. */
final class MySqlDialect extends StandardDialect {

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;

    /** Their default collations take {@code a} and {@code A} for the same, which base64 does not. */
    @Override
    public String exact(SealedColumn column) {
        return column.storage() == Storage.TEXT
                ? "convert(" + column.column() + " using utf8mb4) collate utf8mb4_bin"
                : column.column();
    }

    @Override
    public String limit(int rows) {
        return "limit " + rows;
    }

    @Override
    public boolean isTransient(SQLException error) {
        int code = error.getErrorCode();
        return code == DEADLOCK || code == LOCK_WAIT_TIMEOUT || super.isTransient(error);
    }
}
