package io.columnseal.hibernate;

class PostgresEnversTest extends EnversTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
