package io.columnseal.test;

import java.util.List;
import javax.sql.DataSource;

class PostgresAuditLogTest extends AuditLogTest {

    @Override
    DataSource dataSource() {
        return PostgresServer.dataSource();
    }

    @Override
    List<String> switchOffTriggers(String prefix) {
        return List.of("alter table " + prefix + "master_key_access_log disable trigger append_only");
    }

    @Override
    List<String> switchOnTriggers(String prefix) {
        return List.of("alter table " + prefix + "master_key_access_log enable trigger append_only");
    }

    @Override
    List<String> refusedStatements(String log) {
        return List.of("truncate " + log);
    }
}
