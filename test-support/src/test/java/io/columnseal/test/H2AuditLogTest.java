package io.columnseal.test;

import java.util.List;
import javax.sql.DataSource;

class H2AuditLogTest extends AuditLogTest {

    private final DataSource dataSource = H2Database.dataSource();

    @Override
    DataSource dataSource() {
        return dataSource;
    }

    @Override
    List<String> switchOffTriggers(String prefix) {
        return List.of("drop trigger " + prefix + "master_key_access_log_append_only");
    }

    @Override
    List<String> switchOnTriggers(String prefix) {
        return List.of("create trigger " + prefix + "master_key_access_log_append_only before update, delete on "
                + prefix + "master_key_access_log call 'io.columnseal.internal.jdbc.AppendOnlyTrigger'");
    }
}
