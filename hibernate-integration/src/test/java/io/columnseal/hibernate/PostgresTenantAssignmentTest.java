package io.columnseal.hibernate;

class PostgresTenantAssignmentTest extends TenantAssignmentTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
