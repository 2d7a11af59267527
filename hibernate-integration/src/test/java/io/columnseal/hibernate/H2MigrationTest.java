package io.columnseal.hibernate;

class H2MigrationTest extends MigrationTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
