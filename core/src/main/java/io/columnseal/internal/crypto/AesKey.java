package io.columnseal.internal.crypto;

import java.nio.ByteBuffer;
import javax.crypto.SecretKey;

/** A key that can be zeroed, unlike the JDK's, and that lies in one cache line, unlike an array behind an object. */
final class AesKey implements SecretKey {

    private static final long serialVersionUID = 1L;
    private static final int BYTES = 32;

    private transient long first;
    private transient long second;
    private transient long third;
    private transient long fourth;

    /** @param key 32 bytes, copied */
    AesKey(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
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
