package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM, NIST SP 800-38D, by the JDK, whose implementation is compiled to the processor's AES instructions. */
public final class JdkAesGcm extends AeadCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

    private final Cipher cipher;
    private final AesKey key;

    /** @param key 32 bytes, copied */
    public JdkAesGcm(byte[] key) {
        this.key = new AesKey(key);
        this.cipher = create();
    }

    /** The JDK's own provider by name: a provider that a jar put before it may be 40 times slower, or worse. */
    static Cipher create() {
        try {
            Provider jdk = Security.getProvider("SunJCE");
            return jdk == null ? Cipher.getInstance(TRANSFORMATION) : Cipher.getInstance(TRANSFORMATION, jdk);
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
    public boolean open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData, byte[] text) {
        try {
            initialise(Cipher.DECRYPT_MODE, frame, nonceOffset);
            cipher.updateAAD(associatedData);
            cipher.doFinal(frame, textOffset, frame.length - textOffset, text, 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        }
    }

    @Override
    void wipe() {
        key.destroy();
    }

    private void initialise(int mode, byte[] frame, int nonceOffset) throws GeneralSecurityException {
        // The cipher finds that the key is the one it has expanded, by comparing its bytes.
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, frame, nonceOffset, NONCE_BYTES));
    }
}
