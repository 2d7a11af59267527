package io.columnseal.internal.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, FIPS 180-4. */
public final class Sha256 {

    private Sha256() {}

    public static byte[] digest(byte[] message) {
        return incremental().digest(message);
    }

    /** A digest that has seen nothing yet, for messages in parts. Not for many threads. */
    public static MessageDigest incremental() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
