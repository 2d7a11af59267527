/** Hibernate without Spring: persistence.xml, a HikariCP pool, and {@code columnseal.*} properties. */
package io.columnseal.sample.plain;
