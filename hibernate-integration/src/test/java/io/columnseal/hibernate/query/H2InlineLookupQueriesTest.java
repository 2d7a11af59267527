package io.columnseal.hibernate.query;

/** The same where values of Criteria become literals. */
class H2InlineLookupQueriesTest extends H2LookupQueriesTest {

    @Override
    String valueHandling() {
        return "inline";
    }
}
