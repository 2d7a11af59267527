package io.columnseal.test;

import javax.sql.DataSource;

class PostgresDataKeyStoreTest extends JdbcDataKeyStoreContract {

    @Override
    DataSource dataSource() {
        return PostgresServer.dataSource();
    }
}
