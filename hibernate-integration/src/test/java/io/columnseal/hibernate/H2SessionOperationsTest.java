package io.columnseal.hibernate;

class H2SessionOperationsTest extends SessionOperationsTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
