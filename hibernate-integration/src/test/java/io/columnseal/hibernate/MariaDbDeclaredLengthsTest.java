package io.columnseal.hibernate;

class MariaDbDeclaredLengthsTest extends DeclaredLengthsTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }

    @Override
    boolean limitsBytes() {
        return true;
    }
}
