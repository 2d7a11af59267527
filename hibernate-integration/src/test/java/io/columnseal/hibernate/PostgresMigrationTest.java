package io.columnseal.hibernate;

class PostgresMigrationTest extends MigrationTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
