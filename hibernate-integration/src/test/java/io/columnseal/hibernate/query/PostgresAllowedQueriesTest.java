package io.columnseal.hibernate.query;

import io.columnseal.hibernate.PostgresDatabase;
import io.columnseal.hibernate.TestDatabase;

class PostgresAllowedQueriesTest extends AllowedQueriesTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
