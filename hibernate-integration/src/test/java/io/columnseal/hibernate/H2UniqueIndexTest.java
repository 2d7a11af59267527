package io.columnseal.hibernate;

class H2UniqueIndexTest extends UniqueIndexTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
