package io.columnseal.leakage;

import io.columnseal.test.MariaDbServer;
import javax.sql.DataSource;

class MariaDbLeakageTest extends LeakageIntegrationTest {

    @Override
    DataSource connect() {
        return MariaDbServer.dataSource();
    }

    @Override
    String binaryType() {
        return "varbinary(17)";
    }
}
