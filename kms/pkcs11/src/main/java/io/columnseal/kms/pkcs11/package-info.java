/**
 * Data keys wrapped inside a hardware security module (HSM), by PKCS#11.
 *
 * <pre>{@code
 * Kms kms = Pkcs11Kms.builder(Path.of("/usr/lib/softhsm/libsofthsm2.so"), "columnseal-kek", pin).build();
 * }</pre>
 *
 * <p>The KEK is an AES key of 256 bits that never leaves the token ({@code CKA_SENSITIVE}, not {@code CKA_EXTRACTABLE}),
 * found by its label. Data keys are sealed with AES-GCM ({@code CKM_AES_GCM}), the encryption context as associated data.
 */
@NullMarked
package io.columnseal.kms.pkcs11;

import org.jspecify.annotations.NullMarked;
