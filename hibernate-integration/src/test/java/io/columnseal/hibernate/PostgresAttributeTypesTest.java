package io.columnseal.hibernate;

class PostgresAttributeTypesTest extends AttributeTypesTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
