/**
 * Data keys wrapped with Google Cloud Key Management Service.
 *
 * <pre>{@code
 * Kms kms = GcpKms.builder("projects/clinic/locations/europe-west3/keyRings/phi/cryptoKeys/columnseal").build();
 * }</pre>
 *
 * <p>The key is symmetric, {@code ENCRYPT_DECRYPT}. Credentials are Google's application default ones; the caller needs the
 * role {@code roles/cloudkms.cryptoKeyEncrypterDecrypter} on the key, and to tell its state {@code
 * roles/cloudkms.viewer}. The encryption context is bound as additional authenticated data, and everything that is sent and
 * received is checked by CRC32C.
 */
@NullMarked
package io.columnseal.kms.gcp;

import org.jspecify.annotations.NullMarked;
