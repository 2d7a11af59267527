package io.columnseal.reencrypt;

import java.util.List;
import org.h2.jdbcx.JdbcDataSource;

class H2ReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase connect() {
        return h2("reencryption");
    }

    static TestDatabase h2(String name) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=200");
        return new TestDatabase(dataSource, "varbinary(20000000)", "varchar(20000000)");
    }

    @Override
    List<KeyKind> ownKeyKinds() {
        return List.of(
                new KeyKind("uuid", List.of("random_uuid()", "random_uuid()", "random_uuid()")),
                new KeyKind("varbinary(16)", List.of("x'00'", "x'80ff'", "x'7f'")),
                new KeyKind(
                        "timestamp(6) with time zone",
                        List.of(
                                "timestamp with time zone '2026-10-25 02:30:00+02:00'",
                                "timestamp with time zone '2026-10-25 02:30:00+01:00'",
                                "timestamp with time zone '1899-12-31 00:00:00.000001+00:00'")));
    }
}
