package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A DataSource for each tenant. Immutable. */
final class TenantDataSources implements TenantDatabases {

    private static final String NO_SUCH_DATABASE = "3D000";

    private final Map<String, DataSource> dataSources;

    TenantDataSources(Map<String, DataSource> dataSources) {
        this.dataSources = new LinkedHashMap<>(dataSources);
    }

    @Override
    public List<String> names() {
        return List.copyOf(dataSources.keySet());
    }

    @Override
    public Connection connect(String name) throws SQLException {
        DataSource dataSource = dataSources.get(name);
        if (dataSource == null) {
            throw new SQLException("no DataSource of this name", NO_SUCH_DATABASE);
        }
        return dataSource.getConnection();
    }
}
