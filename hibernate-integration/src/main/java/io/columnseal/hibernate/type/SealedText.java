package io.columnseal.hibernate.type;

import io.columnseal.DecryptionException;
import java.util.Base64;

/** Sealed bytes as a text column holds them: base64url without padding, read canonically. */
final class SealedText {

    private SealedText() {}

    static String of(byte[] sealed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** Refuses every text but the one that {@link #of} makes, since the JDK's decoder takes several for the same bytes. */
    static byte[] parse(String text, String context) {
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new DecryptionException(context);
        }
        if (!of(sealed).equals(text)) {
            throw new DecryptionException(context);
        }
        return sealed;
    }
}
