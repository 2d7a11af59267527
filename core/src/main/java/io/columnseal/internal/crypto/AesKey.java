package io.columnseal.internal.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** An AES key whose bytes, unlike those of the JDK's own key class, can be zeroed. For one thread at a time. */
final class AesKey implements SecretKey {

    private static final long serialVersionUID = 1L;

    private final transient byte[] key;

    /** @param key taken over, not copied */
    AesKey(byte[] key) {
        this.key = key;
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy, which the provider keeps or zeroes. */
    @Override
    public byte[] getEncoded() {
        return key.clone();
    }

    @Override
    public void destroy() {
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "AesKey";
    }
}
