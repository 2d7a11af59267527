package io.columnseal.hibernate;

import java.io.IOException;
import java.util.List;

class MariaDbShadowColumnTest extends ShadowColumnTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }

    @Override
    List<String> statements(String step) throws IOException {
        return split(block("MariaDB and MySQL", step));
    }
}
