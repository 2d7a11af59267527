package io.columnseal.hibernate;

class H2IndexSchemaTest extends IndexSchemaTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
