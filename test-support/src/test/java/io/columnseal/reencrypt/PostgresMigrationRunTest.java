package io.columnseal.reencrypt;

import io.columnseal.test.PostgresServer;

class PostgresMigrationRunTest extends MigrationRunTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(PostgresServer.dataSource(), "bytea", "text");
    }

    @Override
    void changeCitiesByATrigger() {
        tables.update("create or replace function upper_city() returns trigger language plpgsql as"
                + " 'begin new.city := upper(new.city); return new; end'");
        tables.update("create trigger upper_city before update on patient for each row execute function upper_city()");
    }

    @Override
    String indifferentType() {
        tables.update("create extension if not exists citext");
        return "citext";
    }
}
