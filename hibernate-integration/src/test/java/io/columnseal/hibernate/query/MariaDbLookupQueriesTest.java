package io.columnseal.hibernate.query;

import io.columnseal.hibernate.MariaDbDatabase;
import io.columnseal.hibernate.TestDatabase;

class MariaDbLookupQueriesTest extends LookupQueriesTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
