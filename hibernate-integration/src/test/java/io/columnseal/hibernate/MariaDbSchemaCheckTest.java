package io.columnseal.hibernate;

import java.util.List;

class MariaDbSchemaCheckTest extends SchemaCheckTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }

    @Override
    List<String> shortBinaryTypes() {
        return List.of("varbinary(20)");
    }

    @Override
    List<String> paddedBinaryTypes() {
        return List.of("binary(200)");
    }
}
