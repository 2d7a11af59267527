package io.columnseal.leakage;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query for an index's figures. Names come from the catalogue, ready for SQL.
 *
 * @param database what the database calls itself
 */
record FiguresSql(String database) {

    static FiguresSql of(Connection connection) throws SQLException {
        return new FiguresSql(connection.getMetaData().getDatabaseProductName());
    }

    /**
     * One row for each tenant and key: the tenant's name, its identity, the key's byte, rows, different values, the
     * largest group, and what makes the entropy: the sum over groups of n ln n.
     *
     * @param tenant null if tenants are not to be told apart
     */
    String figures(SealedColumn column, IndexColumn index, @Nullable TenantColumn tenant) {
        String values = "i." + index.column();
        String from = column.table() + " i";
        // Names are given to the columns first: not every database knows an expression in GROUP BY again
        String named = "'' tenant_name, '' tenant_key";
        if (tenant != null) {
            boolean joined = !tenant.table().equals(column.table());
            String name = (joined ? "o." : "i.") + tenant.column();
            named = shown(name) + " tenant_name, " + exact(name) + " tenant_key";
            from += joined ? " join " + tenant.table() + " o on " + matching(column, tenant) : "";
        }
        String rows = "select " + named + ", " + values + " hash from " + from + " where " + values + " is not null";
        String groups = "select min(tenant_name) tenant_name, tenant_key, substring(hash from 1 for 1) key_version,"
                + " count(*) n from (" + rows + ") r group by tenant_key, hash";
        return "select min(tenant_name), tenant_key, key_version, sum(n), count(*), max(n), sum(n * ln(n)) from ("
                + groups + ") g group by tenant_key, key_version";
    }

    private static String matching(SealedColumn column, TenantColumn tenant) {
        List<String> equations = new ArrayList<>();
        for (int i = 0; i < tenant.keyColumns().size(); i++) {
            equations.add("i." + column.keyColumns().get(i) + " = o."
                    + tenant.keyColumns().get(i));
        }
        return String.join(" and ", equations);
    }

    /** Tells tenants apart byte by byte, whatever the column's type and collation. */
    private String exact(String tenant) {
        return switch (database) {
            case "PostgreSQL" -> "cast(" + tenant + " as text) collate \"C\"";
            case "MariaDB", "MySQL" -> "cast(" + tenant + " as binary)";
            default -> tenant;
        };
    }

    /** Something that can be shown, and of which there is a least one. */
    private String shown(String tenant) {
        return switch (database) {
            case "MariaDB", "MySQL" -> tenant;
            default -> exact(tenant);
        };
    }
}
