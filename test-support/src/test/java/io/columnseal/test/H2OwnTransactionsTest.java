package io.columnseal.test;

class H2OwnTransactionsTest extends OwnTransactionsTest {

    @Override
    String url() {
        return "jdbc:h2:mem:own;DB_CLOSE_DELAY=-1";
    }

    @Override
    String username() {
        return "";
    }

    @Override
    String binaryType() {
        return "varbinary(200)";
    }
}
