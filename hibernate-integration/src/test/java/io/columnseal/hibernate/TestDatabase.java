package io.columnseal.hibernate;

import java.util.Map;

/** A database server that lives as long as the JVM and makes empty databases for tests. */
public interface TestDatabase {

    /** Hibernate's connection settings of a new, empty database. */
    Map<String, Object> create();
}
