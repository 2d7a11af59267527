package io.columnseal.hibernate.catalogue;

import io.columnseal.hibernate.MariaDbDatabase;
import io.columnseal.hibernate.TestDatabase;

class MariaDbSealedColumnsTest extends SealedColumnsTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }
}
