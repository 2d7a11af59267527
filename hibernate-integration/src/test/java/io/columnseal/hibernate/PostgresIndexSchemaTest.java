package io.columnseal.hibernate;

class PostgresIndexSchemaTest extends IndexSchemaTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
