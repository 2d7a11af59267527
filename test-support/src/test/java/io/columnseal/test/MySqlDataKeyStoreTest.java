package io.columnseal.test;

import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("long")
@EnabledIfSystemProperty(named = MySqlServer.URL, matches = ".+")
class MySqlDataKeyStoreTest extends JdbcDataKeyStoreContract {

    @Override
    DataSource dataSource() {
        return MySqlServer.dataSource();
    }
}
