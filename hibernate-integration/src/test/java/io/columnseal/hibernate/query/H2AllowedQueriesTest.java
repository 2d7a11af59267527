package io.columnseal.hibernate.query;

import io.columnseal.hibernate.H2Database;
import io.columnseal.hibernate.TestDatabase;

class H2AllowedQueriesTest extends AllowedQueriesTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
