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
    private static final String ACCESS_LOG = "access-log";

    private final String select;
    private final String count;
    private final String add;
    private final String set;

    KeyTablesMeta(TableNames names) {
        String meta = names.of("columnseal_meta");
        this.select = "select counter from " + meta + " where name = ?";
        this.count = "update " + meta + " set counter = counter + 1 where name = ?";
        this.add = "update " + meta + " set counter = counter + ? where name = ?";
        this.set = "update " + meta + " set counter = ? where name = ?";
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

    /**
     * Takes numbers for entries of the access log. Until the transaction ends, every other one that writes to the log
     * waits here; changes of keys come here last, so the two waits never cross.
     */
    Reserved reserve(Connection connection, int entries) throws SQLException {
        change(connection, add, entries);
        return new Reserved(logged(connection) - entries, entries);
    }

    /** The last number taken. */
    long logged(Connection connection) throws SQLException {
        return counter(connection, ACCESS_LOG);
    }

    void setLogged(Connection connection, long last) throws SQLException {
        change(connection, set, last);
    }

    private void change(Connection connection, String sql, long value) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            statement.setLong(1, value);
            statement.setString(2, ACCESS_LOG);
            if (statement.executeUpdate() != 1) {
                throw missing(ACCESS_LOG);
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

    /** @param last the number before the ones taken */
    record Reserved(long last, int count) {}
}
