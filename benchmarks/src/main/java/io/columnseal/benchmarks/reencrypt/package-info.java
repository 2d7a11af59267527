/**
 * How fast stored values move to a new key, on real databases: the re-encryption engine beside itself without
 * cryptography, which is what the database allows for, and beside a walk over Hibernate's entities.
 */
package io.columnseal.benchmarks.reencrypt;
