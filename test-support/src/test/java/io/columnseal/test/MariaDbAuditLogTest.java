package io.columnseal.test;

import java.util.List;
import javax.sql.DataSource;

class MariaDbAuditLogTest extends AuditLogTest {

    @Override
    DataSource dataSource() {
        return MariaDbServer.dataSource();
    }

    @Override
    List<String> switchOffTriggers(String prefix) {
        return List.of(
                "drop trigger " + prefix + "master_key_access_log_no_update",
                "drop trigger " + prefix + "master_key_access_log_no_delete");
    }

    @Override
    List<String> switchOnTriggers(String prefix) {
        return List.of(trigger(prefix, "update"), trigger(prefix, "delete"));
    }

    private static String trigger(String prefix, String event) {
        return "create trigger " + prefix + "master_key_access_log_no_" + event + " before " + event + " on " + prefix
                + "master_key_access_log for each row signal sqlstate '45000' set message_text ="
                + " 'master_key_access_log is append-only'";
    }
}
