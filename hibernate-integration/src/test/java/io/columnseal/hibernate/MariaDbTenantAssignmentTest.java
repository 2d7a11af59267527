package io.columnseal.hibernate;

class MariaDbTenantAssignmentTest extends TenantAssignmentTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
