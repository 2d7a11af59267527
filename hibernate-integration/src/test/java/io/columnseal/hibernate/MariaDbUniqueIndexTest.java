package io.columnseal.hibernate;

class MariaDbUniqueIndexTest extends UniqueIndexTest {

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }

    @Override
    boolean upsertsByAnyIndex() {
        return true;
    }

    @Override
    String dropIndex(String name) {
        return "drop index " + name + " on member";
    }
}
