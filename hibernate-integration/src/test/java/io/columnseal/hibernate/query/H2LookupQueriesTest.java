package io.columnseal.hibernate.query;

import io.columnseal.hibernate.H2Database;
import io.columnseal.hibernate.TestDatabase;

class H2LookupQueriesTest extends LookupQueriesTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
