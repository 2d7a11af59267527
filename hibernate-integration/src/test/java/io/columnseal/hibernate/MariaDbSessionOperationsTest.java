package io.columnseal.hibernate;

class MariaDbSessionOperationsTest extends SessionOperationsTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
