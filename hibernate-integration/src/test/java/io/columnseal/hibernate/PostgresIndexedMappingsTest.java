package io.columnseal.hibernate;

class PostgresIndexedMappingsTest extends IndexedMappingsTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
