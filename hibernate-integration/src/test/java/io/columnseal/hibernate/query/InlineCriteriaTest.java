package io.columnseal.hibernate.query;

class InlineCriteriaTest extends CriteriaTest {

    @Override
    String valueHandling() {
        return "inline";
    }
}
