package io.columnseal.test;

import javax.sql.DataSource;

class H2BackupTest extends BackupIntegrationTest {

    @Override
    DataSource dataSource() {
        return H2Database.dataSource();
    }
}
