package io.columnseal.hibernate;

class H2AttributeTypesTest extends AttributeTypesTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
