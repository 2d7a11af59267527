package io.columnseal.hibernate;

class H2MappingShapesTest extends MappingShapesTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
