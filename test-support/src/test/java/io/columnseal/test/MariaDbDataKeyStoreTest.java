package io.columnseal.test;

import javax.sql.DataSource;

class MariaDbDataKeyStoreTest extends JdbcDataKeyStoreContract {

    @Override
    DataSource dataSource() {
        return MariaDbServer.dataSource();
    }
}
