package io.columnseal.internal.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, RFC 9106, version 0x13, by Bouncy Castle, whose jar must be on the class path. */
public final class Argon2id {

    private Argon2id() {}

    /**
     * A key from a passphrase.
     *
     * @param memoryKib in KiB, all of it taken: to be bounded by the caller, if it comes from a file
     * @param lanes with at least 8 KiB of the memory for each
     */
    public static byte[] derive(byte[] passphrase, byte[] salt, int memoryKib, int iterations, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[length];
        byte[] copy = passphrase.clone();
        try {
            generator.generateBytes(copy, key);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
        return key;
    }
}
