package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.database.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * How large a loaded table is, as the database tells.
 *
 * @param database name of the {@link Database}
 * @param contestant whose table it is
 * @param rows in the table
 * @param tableMiB without indexes
 * @param indexesMiB all of them; in MariaDB the primary key is the table
 */
record TableSize(String database, Contestant contestant, long rows, double tableMiB, double indexesMiB) {

    private static final double MIB = 1024 * 1024;

    /** Lets the database write out what it kept and look at what it holds, then asks it. */
    static TableSize settle(Database database, Contestant contestant, Connection connection) throws SQLException {
        String table = ContestantTables.of(contestant);
        boolean postgres = database instanceof PostgresDatabase;
        String bytes = postgres
                ? "select pg_table_size('" + table + "'), pg_indexes_size('" + table + "')"
                : "select data_length, index_length from information_schema.tables"
                        + " where table_schema = database() and table_name = '" + table + "'";
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            for (String upkeep :
                    postgres ? List.of("vacuum analyze " + table, "checkpoint") : List.of("analyze table " + table)) {
                statement.execute(upkeep);
            }
            long rows;
            try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
                row.next();
                rows = row.getLong(1);
            }
            try (ResultSet row = statement.executeQuery(bytes)) {
                row.next();
                return new TableSize(database.name(), contestant, rows, row.getLong(1) / MIB, row.getLong(2) / MIB);
            }
        } finally {
            connection.setAutoCommit(false);
        }
    }
}
