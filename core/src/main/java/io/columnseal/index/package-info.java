/**
 * Blind indexes: what {@code =} and {@code in} compare when the values themselves are sealed.
 *
 * <pre>
 * value → {@link io.columnseal.index.NormalForm} (its {@link io.columnseal.index.Normalizer}s) → {@link io.columnseal.index.BlindIndexer} → index value
 * </pre>
 *
 * <p>An <em>index value</em> is a keyed hash of a value's <em>normal form</em>, stored in a column beside the sealed one.
 * Two values are equal for the index exactly when their normal forms are the same bytes. The key belongs to one tenant
 * and one column and comes from the tenant's INDEX key, so index values of different tenants or columns never match, and
 * rotating the keys that seal values leaves indexes alone.
 *
 * <p>Whoever reads the index column without the key learns which rows of a tenant hold equal values, and nothing else.
 * Bytes and derivations are the section on blind indexes in {@code docs/format.md}.
 */
@NullMarked
package io.columnseal.index;

import org.jspecify.annotations.NullMarked;
