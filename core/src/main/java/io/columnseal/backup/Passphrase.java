package io.columnseal.backup;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.crypto.Argon2id;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What opens a backup instead of the KEK: for a copy that is kept where the KEK is not trusted to survive. Who has passphrase
 * and file has no key yet: data keys are wrapped in it. Immutable until closed, which wipes it; never prints.
 */
public final class Passphrase implements AutoCloseable {

    private static final int MIN_CHARACTERS = 16;
    private static final int KEY_BYTES = 32;

    private final byte[] utf8;
    private boolean closed;

    private Passphrase(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * A passphrase of 16 characters or more, such as six random words; needs Bouncy Castle on the class path.
     *
     * @param characters copied; the caller wipes his
     * @throws IllegalArgumentException if it is shorter, or no text
     */
    public static Passphrase of(char[] characters) {
        if (characters.length < MIN_CHARACTERS) {
            throw new IllegalArgumentException("a passphrase has at least " + MIN_CHARACTERS + " characters");
        }
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        ByteBuffer encoded = ByteBuffer.allocate((int) Math.ceil(characters.length * encoder.maxBytesPerChar()));
        try {
            if (!encoder.encode(CharBuffer.wrap(characters), encoded, true).isUnderflow()) {
                throw new CharacterCodingException();
            }
            return new Passphrase(Arrays.copyOf(encoded.array(), encoded.position()));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a passphrase must not hold unpaired surrogates");
        } finally {
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    /** Excludes closing, since nothing must be sealed under a wiped passphrase. */
    synchronized byte[] key(byte[] salt, PassphraseCost cost) {
        if (closed) {
            throw new IllegalStateException("this passphrase is closed");
        }
        try {
            return Argon2id.derive(utf8, salt, cost.memoryKib(), cost.iterations(), cost.lanes(), KEY_BYTES);
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "Backups under a passphrase",
                    "need Bouncy Castle; add org.bouncycastle:bcprov-jdk18on to the class path",
                    e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(utf8, (byte) 0);
    }

    @Override
    public String toString() {
        return "Passphrase";
    }
}
