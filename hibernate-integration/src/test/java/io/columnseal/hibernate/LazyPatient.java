package io.columnseal.hibernate;

/** What the test knows of the entity, whose enhanced class it cannot name. */
public interface LazyPatient {
    void fill(long id, String name, String ssn, String note, String photo);

    String ssn();

    String note();

    String photo();

    void rename(String name);

    void changeSsn(String ssn);

    void changeNote(String note);
}
