/**
 * What a Spring Boot application with two tenants writes to have sealed columns: the starter, a master key in
 * {@code application.yaml}, {@code @Encrypted} on three attributes of one entity, and {@code @BlindIndex} on the one that
 * patients are found by.
 */
package io.columnseal.sample.quickstart;
