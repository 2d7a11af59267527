package io.columnseal.test;

class PostgresOwnTransactionsTest extends OwnTransactionsTest {

    @Override
    String url() {
        return urlOf(PostgresServer.dataSource());
    }

    @Override
    String username() {
        return "postgres";
    }

    @Override
    String binaryType() {
        return "bytea";
    }
}
