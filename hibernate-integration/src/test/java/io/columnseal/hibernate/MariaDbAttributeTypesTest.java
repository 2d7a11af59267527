package io.columnseal.hibernate;

class MariaDbAttributeTypesTest extends AttributeTypesTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
