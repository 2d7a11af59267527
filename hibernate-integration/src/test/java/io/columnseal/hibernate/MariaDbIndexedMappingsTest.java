package io.columnseal.hibernate;

class MariaDbIndexedMappingsTest extends IndexedMappingsTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
