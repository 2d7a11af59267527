package io.columnseal.hibernate;

class PostgresSessionOperationsTest extends SessionOperationsTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
