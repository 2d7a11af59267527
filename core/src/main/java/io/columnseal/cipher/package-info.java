/**
 * From a value's bytes to its stored form and back: suites, header, associated data, padding, text form. The layout is
 * the table in {@code docs/format.md}; raw cryptography is one package further down, in
 * {@code io.columnseal.internal.crypto}.
 */
@NullMarked
package io.columnseal.cipher;

import org.jspecify.annotations.NullMarked;
