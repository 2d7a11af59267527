package io.columnseal.leakage;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2LeakageTest extends LeakageIntegrationTest {

    @Override
    DataSource connect() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl("jdbc:h2:mem:leakage;DB_CLOSE_DELAY=-1");
        return dataSource;
    }

    @Override
    String binaryType() {
        return "varbinary(17)";
    }
}
