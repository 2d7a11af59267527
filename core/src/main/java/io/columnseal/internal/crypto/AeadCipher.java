package io.columnseal.internal.crypto;

import org.jspecify.annotations.Nullable;

/**
 * A keyed AEAD, RFC 5116, with 12-byte nonces and 16-byte tags. For one thread at a time, and for one direction: an
 * object that seals is never asked to open. Owns its copy of the key.
 */
public interface AeadCipher {

    int NONCE_BYTES = 12;

    int TAG_BYTES = 16;

    /**
     * Encrypts in place: the nonce stands in the frame, the text is replaced by its ciphertext and the tag follows it.
     *
     * @param nonceOffset where the nonce stands; never used before under this key
     * @param textOffset where the text starts; after it, the frame has room for the tag and nothing else
     */
    void seal(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData);

    /**
     * Verifies and decrypts; the frame stays as it is.
     *
     * @param textOffset where the ciphertext starts; it and the tag fill the frame
     * @return the text, or null if the frame or the associated data is not what was sealed
     */
    byte @Nullable [] open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData);

    /** Zeroes the key. Not to be used from then on. */
    void wipe();
}
