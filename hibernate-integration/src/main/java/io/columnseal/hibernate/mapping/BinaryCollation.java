package io.columnseal.hibernate.mapping;

import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.OracleDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.dialect.SQLServerDialect;
import org.jspecify.annotations.Nullable;

/**
 * The collation under which a database compares sealed text byte by byte: Base64 tells upper from lower case, and the
 * database itself counts values by their header.
 */
final class BinaryCollation {

    private BinaryCollation() {}

    /** Its name, or null where texts are compared byte by byte anyway or columns have no collation. */
    static @Nullable String of(Dialect dialect) {
        if (dialect instanceof PostgreSQLDialect) {
            return "C";
        }
        if (dialect instanceof MySQLDialect) {
            return "ascii_bin";
        }
        if (dialect instanceof SQLServerDialect) {
            return "Latin1_General_BIN2";
        }
        return dialect instanceof OracleDialect ? "BINARY" : null;
    }
}
