package io.columnseal.reencrypt;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

class PostgresReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase startDatabase() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        return new TestDatabase(server.getJdbcUrl("postgres", "postgres"), "postgres", "bytea", "text", server);
    }
}
