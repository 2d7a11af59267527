package io.columnseal.hibernate.enhanced;

/** An entity of a class that the test's own class loader enhances. Without a phone unless the class has one. */
public interface LazyPatient {

    void setId(Long id);

    String getSsn();

    void setSsn(String ssn);

    default String getPhone() {
        return null;
    }

    default void setPhone(String phone) {}

    String getPlain();

    void setPlain(String plain);
}
