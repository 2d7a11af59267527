/**
 * The only code that touches {@code Cipher}, {@code Mac} and {@code SecureRandom}. No API. Each class does one thing and
 * names its standard; no class here knows of tenants, columns or states.
 */
@NullMarked
package io.columnseal.internal.crypto;

import org.jspecify.annotations.NullMarked;
