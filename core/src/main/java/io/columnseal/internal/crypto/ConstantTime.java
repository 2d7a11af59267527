package io.columnseal.internal.crypto;

import java.security.MessageDigest;

/** Comparison of secrets and tags whose time does not tell where they differ. */
public final class ConstantTime {

    private ConstantTime() {}

    /** Whether both are equal; takes the same time wherever two arrays of one length differ. */
    public static boolean equal(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }
}
