package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on rows that keeps those whose index value is as it should be inside the database. Only an economy: what it
 * lets through is looked at again.
 *
 * @param headers what the values begin with, null for anything
 * @param versions of index values to be replaced, beside missing ones; null for all
 */
record IndexFilter(@Nullable StaleFilter headers, @Nullable List<Byte> versions) {

    String condition(IndexSql sql) {
        String value = sql.column().column();
        String index = sql.index().column();
        String header = headers == null
                ? value + " is not null"
                : headers.condition(sql.sealed().header());
        String stale = versions == null
                ? ""
                : " and (" + index + " is null or octet_length(" + index + ") = 0"
                        + (versions.isEmpty()
                                ? ""
                                : " or " + sql.version() + " in ("
                                        + String.join(", ", Collections.nCopies(versions.size(), "?")) + ")")
                        + ")";
        return header + stale + " or " + value + " is null and " + index + " is not null";
    }

    /** Binds the parameters of the condition; returns the index behind them. */
    int bind(PreparedStatement statement, int firstIndex, StoredForm form) throws SQLException {
        int index = headers == null ? firstIndex : form.bindHeaders(statement, firstIndex, headers.headers());
        if (versions != null) {
            for (byte version : versions) {
                statement.setBytes(index++, new byte[] {version});
            }
        }
        return index;
    }
}
