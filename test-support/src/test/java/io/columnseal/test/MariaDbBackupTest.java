package io.columnseal.test;

import javax.sql.DataSource;

class MariaDbBackupTest extends BackupIntegrationTest {

    @Override
    DataSource dataSource() {
        return MariaDbServer.dataSource();
    }
}
