/**
 * What a Spring Boot application with two tenants writes to have sealed columns: the starter, a master key in
 * {@code application.yaml}, and {@code @Encrypted} on three attributes of one entity.
 */
package io.columnseal.sample.quickstart;
