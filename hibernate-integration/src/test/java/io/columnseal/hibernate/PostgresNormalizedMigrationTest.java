package io.columnseal.hibernate;

class PostgresNormalizedMigrationTest extends NormalizedMigrationTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
