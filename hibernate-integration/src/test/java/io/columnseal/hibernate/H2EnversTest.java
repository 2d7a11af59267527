package io.columnseal.hibernate;

class H2EnversTest extends EnversTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
