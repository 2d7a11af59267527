package io.columnseal.internal.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of the Fernet specification: AES-128-CBC, then HMAC-SHA256 over all of it. Other libraries' format, to be read; what
 * is sealed by this one is not sealed so.
 */
public final class FernetToken {

    /** The first half authenticates, the second one encrypts. */
    public static final int KEY_BYTES = 32;

    private static final byte VERSION = (byte) 0x80;
    private static final int TIME_OFFSET = 1;
    private static final int IV_OFFSET = TIME_OFFSET + Long.BYTES;
    private static final int TEXT_OFFSET = IV_OFFSET + 16;
    private static final int BLOCK_BYTES = 16;

    private FernetToken() {}

    /**
     * Opens a token, however old it is.
     *
     * @param key {@value #KEY_BYTES} bytes
     * @return the message, or empty if these are not the bytes or not the key of a token
     */
    public static Optional<byte[]> open(byte[] key, byte[] token) {
        int textLength = token.length - TEXT_OFFSET - HmacSha256.TAG_BYTES;
        if (textLength < BLOCK_BYTES || textLength % BLOCK_BYTES != 0 || token[0] != VERSION) {
            return Optional.empty();
        }
        int macOffset = TEXT_OFFSET + textLength;
        byte[] expected = mac(key, Arrays.copyOf(token, macOffset));
        if (!ConstantTime.equal(expected, Arrays.copyOfRange(token, macOffset, token.length))) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, token);
            return Optional.of(cipher.doFinal(token, TEXT_OFFSET, textLength));
        } catch (GeneralSecurityException e) {
            // Authentic, and its padding is wrong: nobody's token
            return Optional.empty();
        }
    }

    /**
     * Makes a token.
     *
     * @param seconds time of its making, since 1970
     */
    public static byte[] seal(byte[] key, byte[] message, long seconds) {
        int textLength = (message.length / BLOCK_BYTES + 1) * BLOCK_BYTES;
        byte[] token = ByteBuffer.allocate(TEXT_OFFSET + textLength)
                .put(VERSION)
                .putLong(seconds)
                .put(RandomBytes.next(BLOCK_BYTES))
                .array();
        try {
            cipher(Cipher.ENCRYPT_MODE, key, token).doFinal(message, 0, message.length, token, TEXT_OFFSET);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-128-CBC", e);
        }
        byte[] mac = mac(key, token);
        return ByteBuffer.allocate(token.length + mac.length)
                .put(token)
                .put(mac)
                .array();
    }

    private static byte[] mac(byte[] key, byte[] token) {
        return HmacSha256.tag(Arrays.copyOf(key, KEY_BYTES / 2), token);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] token) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                mode,
                new SecretKeySpec(key, KEY_BYTES / 2, KEY_BYTES / 2, "AES"),
                new IvParameterSpec(token, IV_OFFSET, BLOCK_BYTES));
        return cipher;
    }
}
