package io.columnseal.hibernate.catalogue;

import io.columnseal.hibernate.H2Database;
import io.columnseal.hibernate.TestDatabase;

class H2SealedColumnsTest extends SealedColumnsTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }
}
