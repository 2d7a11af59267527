package io.columnseal.hibernate;

class H2TenantAssignmentTest extends TenantAssignmentTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
