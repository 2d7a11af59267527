package io.columnseal.hibernate;

class H2IndexedMappingsTest extends IndexedMappingsTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
