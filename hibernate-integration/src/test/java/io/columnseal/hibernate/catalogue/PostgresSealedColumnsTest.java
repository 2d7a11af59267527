package io.columnseal.hibernate.catalogue;

import io.columnseal.hibernate.PostgresDatabase;
import io.columnseal.hibernate.TestDatabase;

class PostgresSealedColumnsTest extends SealedColumnsTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }
}
