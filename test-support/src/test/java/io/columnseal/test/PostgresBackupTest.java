package io.columnseal.test;

import javax.sql.DataSource;

class PostgresBackupTest extends BackupIntegrationTest {

    @Override
    DataSource dataSource() {
        return PostgresServer.dataSource();
    }
}
