package io.columnseal.hibernate;

class MariaDbLookupPlanTest extends LookupPlanTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }

    @Override
    String analyze() {
        return "analyze table patient";
    }

    @Override
    String planColumn() {
        return "key";
    }
}
