package io.columnseal.internal.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM, NIST SP 800-38D, by the JDK, whose implementation is compiled to the processor's AES instructions. */
public final class JdkAesGcm extends AeadCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

    private final Cipher cipher;
    private final Key key;

    /** @param key 32 bytes, copied */
    public JdkAesGcm(byte[] key) {
        this.key = new Key(ByteBuffer.wrap(key));
        this.cipher = create();
    }

    /** The JDK's own provider by name: a provider that a jar put before it may be 40 times slower, or worse. */
    private static Cipher create() {
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

    /** A key that can be zeroed, unlike the JDK's, and that lies in one cache line, unlike an array behind an object. */
    private static final class Key implements SecretKey {

        private static final long serialVersionUID = 1L;
        private static final int BYTES = 32;

        private transient long first;
        private transient long second;
        private transient long third;
        private transient long fourth;

        Key(ByteBuffer bytes) {
            first = bytes.getLong();
            second = bytes.getLong();
            third = bytes.getLong();
            fourth = bytes.getLong();
        }

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        /** A copy, which the provider zeroes. */
        @Override
        public byte[] getEncoded() {
            return ByteBuffer.allocate(BYTES)
                    .putLong(first)
                    .putLong(second)
                    .putLong(third)
                    .putLong(fourth)
                    .array();
        }

        @Override
        public void destroy() {
            first = 0;
            second = 0;
            third = 0;
            fourth = 0;
        }

        @Override
        public String toString() {
            return "AES key";
        }
    }
}
