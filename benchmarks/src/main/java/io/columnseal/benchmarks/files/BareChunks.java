package io.columnseal.benchmarks.files;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The limit: a cipher that was made before, over chunks as long as ours, from array to array with counted nonces. No
 * streams, no header, no key derivation.
 */
final class BareChunks implements Streams.Stream {

    static final int CHUNK_BYTES = 1 << 16;

    private static final int TAG_BYTES = 16;
    private static final int TEXT_BYTES = CHUNK_BYTES - TAG_BYTES;

    private final SecretKey key = new SecretKeySpec(new byte[32], "AES");
    private final Cipher cipher = create();
    private final byte[] output = new byte[CHUNK_BYTES];
    private long stream;

    @Override
    public byte[] sealed(byte[] text) throws GeneralSecurityException {
        int chunks = (text.length + TEXT_BYTES - 1) / TEXT_BYTES;
        ByteBuffer sealed = ByteBuffer.allocate(text.length + chunks * TAG_BYTES);
        stream = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            sealed.put(output, 0, seal(text, chunk));
        }
        return sealed.array();
    }

    @Override
    public void seal(byte[] text) throws GeneralSecurityException {
        // A nonce must not come twice
        stream++;
        for (int chunk = 0; chunk * TEXT_BYTES < text.length; chunk++) {
            seal(text, chunk);
        }
    }

    private int seal(byte[] text, int chunk) throws GeneralSecurityException {
        int position = chunk * TEXT_BYTES;
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce(stream, chunk));
        return cipher.doFinal(text, position, Math.min(TEXT_BYTES, text.length - position), output);
    }

    @Override
    public void open(byte[] sealed) throws GeneralSecurityException {
        for (int chunk = 0; chunk * CHUNK_BYTES < sealed.length; chunk++) {
            int position = chunk * CHUNK_BYTES;
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(0, chunk));
            cipher.doFinal(sealed, position, Math.min(CHUNK_BYTES, sealed.length - position), output);
        }
    }

    private static GCMParameterSpec nonce(long stream, int chunk) {
        byte[] nonce = ByteBuffer.allocate(12).putLong(stream).putInt(chunk).array();
        return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
    }

    private static Cipher create() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
