package io.columnseal.internal.jdbc;

import io.columnseal.ConfigurationException;
import java.util.regex.Pattern;

/**
 * Where the tables lie. Both parts are written into SQL unquoted, so they are plain identifiers and fold case as the
 * database does.
 *
 * @param schema schema (on MySQL: database) of the tables; empty for the connection's own
 * @param prefix put before every table's name; empty for none
 */
public record TableNames(String schema, String prefix) {

    private static final Pattern SCHEMA = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62})?");

    /** Leaves room for the longest name, of a trigger with 31 characters, in the 63 that PostgreSQL keeps and MySQL's 64. */
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,31})?");

    /** The connection's schema, no prefix. */
    public static final TableNames DEFAULT = new TableNames("", "");

    public TableNames {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new ConfigurationException(
                    "columnseal.key-store.schema", "must be a plain SQL identifier: letters, digits and _");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new ConfigurationException(
                    "columnseal.key-store.table-prefix",
                    "must be the start of a plain SQL identifier: at most 32 letters, digits and _");
        }
    }

    /** The name of a table as it is written in SQL. */
    public String of(String table) {
        return (schema.isEmpty() ? "" : schema + ".") + prefix + table;
    }
}
