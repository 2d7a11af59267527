package io.columnseal.leakage;

import io.columnseal.test.MySqlServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("long")
@EnabledIfSystemProperty(named = MySqlServer.URL, matches = ".+")
class MySqlLeakageTest extends LeakageIntegrationTest {

    @Override
    DataSource connect() {
        return MySqlServer.dataSource();
    }

    @Override
    String binaryType() {
        return "varbinary(17)";
    }
}
