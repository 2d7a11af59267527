package io.columnseal.test;

class MariaDbOwnTransactionsTest extends OwnTransactionsTest {

    @Override
    String url() {
        return urlOf(MariaDbServer.dataSource());
    }

    @Override
    String username() {
        return "root";
    }

    @Override
    String binaryType() {
        return "varbinary(200)";
    }
}
