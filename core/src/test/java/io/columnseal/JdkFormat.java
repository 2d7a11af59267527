package io.columnseal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What {@code docs/format.md} builds on, a second time with nothing but the JDK. */
public final class JdkFormat {

    private JdkFormat() {}

    /** A count and elements, each behind its length. */
    public static byte[] list(byte[]... elements) {
        int length = Short.BYTES
                + Arrays.stream(elements)
                        .mapToInt(element -> Integer.BYTES + element.length)
                        .sum();
        ByteBuffer list = ByteBuffer.allocate(length).putShort((short) elements.length);
        for (byte[] element : elements) {
            list.putInt(element.length).put(element);
        }
        return list.array();
    }

    /** RFC 5869 for one block: extract without salt, expand once. */
    public static byte[] hkdf(byte[] key, byte[] info) {
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        return hmac(hmac(new byte[32], key), block);
    }

    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
