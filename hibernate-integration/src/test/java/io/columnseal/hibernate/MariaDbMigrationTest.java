package io.columnseal.hibernate;

class MariaDbMigrationTest extends MigrationTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
