package io.columnseal.hibernate.enhanced;

/** An entity of a class that the test's own class loader enhances. */
public interface LazyPatient {

    void setId(Long id);

    String getSsn();

    void setSsn(String ssn);

    String getPhone();

    void setPhone(String phone);

    String getPlain();

    void setPlain(String plain);
}
