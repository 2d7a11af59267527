package io.columnseal.hibernate;

class PostgresUniqueIndexTest extends UniqueIndexTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
