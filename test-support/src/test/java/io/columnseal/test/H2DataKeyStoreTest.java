package io.columnseal.test;

import javax.sql.DataSource;

class H2DataKeyStoreTest extends JdbcDataKeyStoreContract {

    @Override
    DataSource dataSource() {
        return H2Database.dataSource();
    }
}
