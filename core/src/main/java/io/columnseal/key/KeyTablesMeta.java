package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.KeyStoreSchemaException;
import io.columnseal.internal.jdbc.TableNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table {@code columnseal_meta}: the version of the tables, and the counter of their changes. */
final class KeyTablesMeta {

    private static final String SCHEMA_VERSION = "schema-version";
    private static final String REVISION = "revision";

    private final String select;
    private final String count;

    KeyTablesMeta(TableNames names) {
        String meta = names.of("columnseal_meta");
        this.select = "select counter from " + meta + " where name = ?";
        this.count = "update " + meta + " set counter = counter + 1 where name = ?";
    }

    long schemaVersion(Connection connection) throws SQLException {
        return counter(connection, SCHEMA_VERSION);
    }

    long revision(Connection connection) throws SQLException {
        return counter(connection, REVISION);
    }

    /**
     * Counts a change. Until the transaction ends, every other one that changes keys waits here, so two of them never
     * lock rows in different orders, and what one decides by is still true when it commits.
     */
    void countChange(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, count)) {
            statement.setString(1, REVISION);
            if (statement.executeUpdate() != 1) {
                throw missing(REVISION);
            }
        }
    }

    private long counter(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = prepare(connection, select)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw missing(name);
                }
                return row.getLong(1);
            }
        }
    }

    private static KeyStoreSchemaException missing(String name) {
        return new KeyStoreSchemaException(
                "The row '" + name + "' is missing from columnseal_meta; run the schema script again, it leaves what is"
                        + " there alone",
                null);
    }
}
