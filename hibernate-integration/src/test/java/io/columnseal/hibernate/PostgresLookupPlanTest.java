package io.columnseal.hibernate;

class PostgresLookupPlanTest extends LookupPlanTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }

    @Override
    String analyze() {
        return "analyze patient";
    }

    @Override
    String planColumn() {
        return "QUERY PLAN";
    }
}
