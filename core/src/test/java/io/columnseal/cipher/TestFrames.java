package io.columnseal.cipher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.columnseal.FieldContext;
import io.columnseal.JdkFormat;
import io.columnseal.key.KeyId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals by the format's description and the JDK alone. */
final class TestFrames {

    private TestFrames() {}

    /** @param text with whatever padding it has; the nonce is zero */
    static byte[] seal(byte[] purposeKey, KeyId id, FieldContext context, byte[] text) {
        byte[] header = ByteBuffer.allocate(9).put((byte) 1).putLong(id.value()).array();
        byte[] nonce = new byte[12];
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(purposeKey, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(JdkFormat.list(
                    "columnseal/field/1".getBytes(UTF_8),
                    header,
                    Objects.requireNonNull(context.tenant()).getBytes(UTF_8),
                    context.name().getBytes(UTF_8)));
            byte[] sealed = cipher.doFinal(text);
            return ByteBuffer.allocate(21 + sealed.length)
                    .put(header)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
