package io.columnseal.hibernate;

class MariaDbEnversTest extends EnversTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
