package io.columnseal.hibernate;

class PostgresMappingShapesTest extends MappingShapesTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
