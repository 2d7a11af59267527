package io.columnseal.hibernate;

class H2NormalizedMigrationTest extends NormalizedMigrationTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
