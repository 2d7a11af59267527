/**
 * A whole entity, 20 columns of which 5 are encrypted, inserted, loaded and updated through Hibernate on real databases:
 * in plaintext, by {@code @Encrypted}, by a naive attribute converter and by ShardingSphere.
 */
package io.columnseal.benchmarks.orm;
