package io.columnseal.hibernate;

class H2DeclaredLengthsTest extends DeclaredLengthsTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }

    @Override
    boolean limitsBytes() {
        return true;
    }
}
