/**
 * Java values to bytes and back, one short file for each kind. Every encoding is canonical and frozen by stored data:
 * equal values have equal bytes, bytes that no encoder makes are refused, and {@code docs/format.md} holds the table.
 * All integral types share one encoding, all texts share one, so an attribute may widen or turn from enum to String.
 */
@NullMarked
package io.columnseal.codec;

import org.jspecify.annotations.NullMarked;
