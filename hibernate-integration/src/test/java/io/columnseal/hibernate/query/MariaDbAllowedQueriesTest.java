package io.columnseal.hibernate.query;

import io.columnseal.hibernate.MariaDbDatabase;
import io.columnseal.hibernate.TestDatabase;

class MariaDbAllowedQueriesTest extends AllowedQueriesTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
