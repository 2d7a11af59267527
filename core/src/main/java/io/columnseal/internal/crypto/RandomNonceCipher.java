package io.columnseal.internal.crypto;

import org.jspecify.annotations.Nullable;

/** Seals every value under a fresh random nonce, which it writes into the frame. */
public final class RandomNonceCipher implements AeadCipher {

    private final AeadCipher cipher;
    private final NonceBuffer nonces;

    public RandomNonceCipher(AeadCipher cipher, Nonces nonces) {
        this.cipher = cipher;
        this.nonces = nonces.buffer();
    }

    @Override
    public void seal(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData) {
        nonces.next(frame, nonceOffset);
        cipher.seal(frame, nonceOffset, textOffset, associatedData);
    }

    @Override
    public byte @Nullable [] open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData) {
        return cipher.open(frame, nonceOffset, textOffset, associatedData);
    }

    @Override
    public void wipe() {
        cipher.wipe();
    }
}
