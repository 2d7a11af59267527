package io.columnseal.hibernate;

class MariaDbMappingShapesTest extends MappingShapesTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
