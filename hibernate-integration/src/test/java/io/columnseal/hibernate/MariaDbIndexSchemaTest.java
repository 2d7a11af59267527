package io.columnseal.hibernate;

class MariaDbIndexSchemaTest extends IndexSchemaTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
