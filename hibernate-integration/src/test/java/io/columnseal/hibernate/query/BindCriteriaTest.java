package io.columnseal.hibernate.query;

class BindCriteriaTest extends CriteriaTest {

    @Override
    String valueHandling() {
        return "bind";
    }
}
