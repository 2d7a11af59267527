/**
 * ColumnSeal: field-level encryption whose data path is this package's folder listing.
 *
 * <pre>
 * {@code @Encrypted} attribute → EncryptedType → codec.ValueCodec → FieldCipher → key.KeyRing (cache) → key.DataKeyStore + kms.Kms
 * </pre>
 *
 * <p>{@link io.columnseal.ColumnSeal} is built once per application and database; everything it hands out is safe for
 * use by many threads. A value is sealed for a {@link io.columnseal.FieldContext}: the tenant that owns it and the
 * stable name of the column it belongs to, both authenticated with it. What is stored is described byte by byte in
 * {@code docs/format.md}.
 *
 * <p>Every exception is a {@link io.columnseal.ColumnSealException}; callers branch on its type, never on its message.
 * No message, field or log line ever holds plaintext, key bytes or ciphertext.
 */
@NullMarked
package io.columnseal;

import org.jspecify.annotations.NullMarked;
