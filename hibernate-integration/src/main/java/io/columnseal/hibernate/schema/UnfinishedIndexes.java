package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that hold nothing back: PostgreSQL keeps those that it could not build, and those that it is at work on
 * {@code concurrently}, and its driver reports them as any other.
 */
final class UnfinishedIndexes {

    private static final int FIRST_VERSION_THAT_TELLS_PROGRESS = 12;

    private static final String INDEXES = " from pg_catalog.pg_index i"
            + " join pg_catalog.pg_class c on c.oid = i.indexrelid"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where not i.indisvalid";

    /** Of other roles' work it shows that there is some, and not on which index. */
    private static final String BUILDING = "exists (select 1 from pg_catalog.pg_stat_progress_create_index p"
            + " where p.datname = current_database() and coalesce(p.index_relid, i.indexrelid) = i.indexrelid)";

    /** Whether it may be at work on it, by quoted name. */
    private final Map<String, Boolean> building;

    private UnfinishedIndexes(Map<String, Boolean> building) {
        this.building = building;
    }

    static UnfinishedIndexes read(Connection connection) throws SQLException {
        Map<String, Boolean> building = new HashMap<>();
        if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            boolean tellsProgress =
                    connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_THAT_TELLS_PROGRESS;
            String query = "select n.nspname, c.relname, " + (tellsProgress ? BUILDING : "false") + INDEXES;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    building.put(quoted(rows.getString(1), rows.getString(2)), rows.getBoolean(3));
                }
            }
        }
        return new UnfinishedIndexes(building);
    }

    boolean contains(String quotedName) {
        return building.containsKey(quotedName);
    }

    /** Whether the database may be at work on it: dropped meanwhile, the work of hours would be lost. */
    boolean isBuilding(String quotedName) {
        return building.getOrDefault(quotedName, false);
    }

    /** As PostgreSQL takes it; names of other databases are only compared. */
    static String quoted(@Nullable String schema, String name) {
        return '"' + schema + "\".\"" + name.replace("\"", "\"\"") + '"';
    }
}
