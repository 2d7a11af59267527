package io.columnseal.hibernate;

class PostgresDeclaredLengthsTest extends DeclaredLengthsTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }

    @Override
    boolean limitsBytes() {
        return false;
    }
}
