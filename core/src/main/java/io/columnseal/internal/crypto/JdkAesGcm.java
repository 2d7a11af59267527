package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** AES-256-GCM, NIST SP 800-38D, by the JDK, whose implementation is compiled to the processor's AES instructions. */
public final class JdkAesGcm implements AeadCipher {

    private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

    private final Cipher cipher;
    private final AesKey key;

    /** @param key 32 bytes, taken over, not copied */
    public JdkAesGcm(byte[] key) {
        this.key = new AesKey(key);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    @Override
    public void seal(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData) {
        try {
            initialise(Cipher.ENCRYPT_MODE, frame, nonceOffset);
            cipher.updateAAD(associatedData);
            cipher.doFinal(frame, textOffset, frame.length - textOffset - TAG_BYTES, frame, textOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    @Override
    public byte @Nullable [] open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData) {
        try {
            initialise(Cipher.DECRYPT_MODE, frame, nonceOffset);
            cipher.updateAAD(associatedData);
            return cipher.doFinal(frame, textOffset, frame.length - textOffset);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        }
    }

    @Override
    public void wipe() {
        key.destroy();
    }

    private void initialise(int mode, byte[] frame, int nonceOffset) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, frame, nonceOffset, NONCE_BYTES));
    }
}
