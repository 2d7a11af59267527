package io.columnseal.hibernate.query;

import io.columnseal.hibernate.PostgresDatabase;
import io.columnseal.hibernate.TestDatabase;

class PostgresLookupQueriesTest extends LookupQueriesTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
