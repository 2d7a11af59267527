package io.columnseal.hibernate;

import java.util.List;

class PostgresSchemaCheckTest extends SchemaCheckTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }

    @Override
    List<String> shortBinaryTypes() {
        return List.of();
    }

    @Override
    List<String> paddedBinaryTypes() {
        return List.of();
    }
}
