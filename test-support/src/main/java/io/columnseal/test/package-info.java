/**
 * For tests of applications and of this library's parts: a KMS without infrastructure, assertions on what lies in a
 * column, and contract kits that hold an implementation of {@link io.columnseal.kms.Kms} or
 * {@link io.columnseal.key.DataKeyStore} to what the library relies on.
 *
 * <pre>{@code
 * InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
 * ColumnSeal seal = ColumnSeal.builder()
 *         .environment(Environment.TEST)
 *         .kms(new TestKms())
 *         .keyStore(keys)
 *         .build();
 * …
 * assertThatColumn(dataSource, "patient", "ssn").isSealed().containsNoPlaintext("123-45-6789");
 * }</pre>
 */
@NullMarked
package io.columnseal.test;

import org.jspecify.annotations.NullMarked;
