package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The databases or schemas of an application whose tenants have one each, for runs that visit all of them. Safe for use by
 * many threads.
 */
public interface TenantDatabases {

    /** What there is to visit, each once, in the order of the visits. Asked anew for each run. */
    List<String> names();

    /**
     * A connection that sees the tables of one of them, to its primary. Closed by whoever asked for it.
     *
     * @throws SQLException if there is no such database or schema, or it cannot be reached
     */
    Connection connect(String name) throws SQLException;

    /** One of them as a DataSource, each connection of which is from {@link #connect}. */
    default DataSource dataSource(String name) {
        return new TenantDataSource(this, name);
    }

    /**
     * A schema for each tenant in one database; on MySQL and MariaDB, a database on one server. Connections go back with
     * the schema they came with.
     *
     * @param dataSource may be the application's pool
     * @param schemas names as the database writes them
     */
    static TenantDatabases schemas(DataSource dataSource, List<String> schemas) {
        return new TenantSchemas(dataSource, schemas);
    }

    /** A DataSource for each tenant, visited in the map's order. */
    static TenantDatabases dataSources(Map<String, DataSource> dataSources) {
        return new TenantDataSources(dataSources);
    }
}
