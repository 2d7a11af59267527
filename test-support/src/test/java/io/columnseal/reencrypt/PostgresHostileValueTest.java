package io.columnseal.reencrypt;

import io.columnseal.test.PostgresServer;
import java.sql.SQLException;

class PostgresHostileValueTest extends HostileValueIntegrationTest {

    @Override
    TestDatabase connect() throws SQLException {
        return new TestDatabase(PostgresServer.dataSource(), "bytea", "text");
    }
}
