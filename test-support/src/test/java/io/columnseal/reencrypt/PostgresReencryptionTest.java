package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PostgresReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase connect() throws SQLException {
        DataSource server = PostgresServer.dataSource();
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create type ward as enum ('surgery', 'cardiology', 'x-ray')");
        }
        return new TestDatabase(server, "bytea", "text");
    }

    @Test
    void waitsForALockOnlySoLong() {
        RetriedTransactions transactions = new RetriedTransactions(PostgresServer.dataSource(), new PostgresDialect());

        String timeout = transactions.run("read a page", ClinicTables.SSN, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet shown = statement.executeQuery("show lock_timeout")) {
                shown.next();
                return shown.getString(1);
            }
        });

        assertThat(timeout).isEqualTo("30s");
    }

    @Override
    List<KeyKind> ownKeyKinds() {
        return List.of(
                new KeyKind("uuid", List.of("gen_random_uuid()", "gen_random_uuid()", "gen_random_uuid()")),
                new KeyKind("bytea", List.of("'\\x00'", "'\\x80ff'", "'\\x7f'")),
                new KeyKind("ward", List.of("'cardiology'", "'surgery'", "'x-ray'")),
                new KeyKind("inet", List.of("'10.0.0.1'", "'10.0.0.0/8'", "'::1'")),
                new KeyKind(
                        "timestamptz",
                        List.of(
                                "'2026-10-25 02:30:00+02'",
                                "'2026-10-25 02:30:00+01'",
                                "'1899-12-31 00:00:00.000001+00'")));
    }
}
