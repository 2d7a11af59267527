package io.columnseal.leakage;

import io.columnseal.test.PostgresServer;
import javax.sql.DataSource;

class PostgresLeakageTest extends LeakageIntegrationTest {

    @Override
    DataSource connect() {
        return PostgresServer.dataSource();
    }

    @Override
    String binaryType() {
        return "bytea";
    }
}
