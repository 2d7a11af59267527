package io.columnseal.hibernate;

import java.io.IOException;
import java.util.List;

class PostgresShadowColumnTest extends ShadowColumnTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }

    @Override
    List<String> statements(String step) throws IOException {
        return List.of(block("PostgreSQL", step));
    }
}
