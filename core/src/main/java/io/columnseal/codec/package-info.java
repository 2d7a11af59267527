/**
 * Java values to bytes and back, one short file for each kind. Every encoding is frozen by stored data; the table is in
 * {@code docs/guides/value-types.md}. Encodings are canonical, so that equal values have equal bytes and bytes that no
 * encoder makes are refused, but for JSON documents and {@code ZonedDateTime}, of which several texts say the same.
 * All integral types share one encoding, all texts share one, so an attribute may widen or turn from enum to String.
 */
@NullMarked
package io.columnseal.codec;

import org.jspecify.annotations.NullMarked;
