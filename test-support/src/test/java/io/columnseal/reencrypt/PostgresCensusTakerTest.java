package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What PostgreSQL counts in one look, and that it is one. */
class PostgresCensusTakerTest extends CensusTakerTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(PostgresServer.dataSource(), "bytea", "text");
    }

    /** Sorted, a table of any size would go through temporary files. */
    @Test
    void sortsNoRowsOfTheTable() throws SQLException {
        Dialect dialect = new PostgresDialect();
        CensusQuery query = new CensusQuery(
                List.of(new ColumnSql(SSN, dialect, List.of()), new ColumnSql(CITY, dialect, List.of())));
        String plan;
        try (Connection connection = PostgresServer.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            ClinicTables.execute(
                    connection,
                    "insert into patient (id, ssn, city) select number, sha256(number::text::bytea), md5(number::text)"
                            + " from generate_series(100, 20000) number");
            ClinicTables.execute(connection, "analyze patient");
            ClinicTables.execute(connection, "set work_mem = '64kB'");
            plan = plan(statement, query.sql());
            ClinicTables.execute(connection, "reset work_mem");
        }

        assertThat(plan).contains("HashAggregate");
        assertThat(plan.substring(plan.indexOf("HashAggregate"))).doesNotContain("Sort");
    }

    private static String plan(Statement statement, String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet lines = statement.executeQuery("explain " + query)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
