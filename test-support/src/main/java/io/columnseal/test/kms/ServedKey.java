package io.columnseal.test.kms;

import io.columnseal.internal.crypto.OneShotAesGcm;
import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.kms.EncryptionContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** A KEK in a server's memory, whose ciphertexts name it: length and name, nonce, ciphertext, tag. */
record ServedKey(String name, byte[] bytes, Instant createdAt) {

    private static final int KEY_BYTES = 32;

    static ServedKey random(String name) {
        return new ServedKey(name, RandomBytes.next(KEY_BYTES), Instant.now());
    }

    byte[] seal(byte[] plaintext, SortedMap<String, String> context) {
        byte[] header = header();
        byte[] sealed = OneShotAesGcm.seal(bytes, plaintext, associatedData(header, context));
        return ByteBuffer.allocate(header.length + sealed.length)
                .put(header)
                .put(sealed)
                .array();
    }

    /** Empty if it was not sealed under this key with this context. */
    Optional<byte[]> open(byte[] blob, SortedMap<String, String> context) {
        byte[] header = header();
        if (blob.length < header.length
                || !ByteBuffer.wrap(blob, 0, header.length).equals(ByteBuffer.wrap(header))) {
            return Optional.empty();
        }
        byte[] sealed = new byte[blob.length - header.length];
        System.arraycopy(blob, header.length, sealed, 0, sealed.length);
        return OneShotAesGcm.open(bytes, sealed, associatedData(header, context));
    }

    /** The name of the key that made a ciphertext, as far as it can be read. */
    static Optional<String> nameIn(byte[] blob) {
        if (blob.length == 0 || blob.length <= Byte.toUnsignedInt(blob[0])) {
            return Optional.empty();
        }
        return Optional.of(new String(blob, 1, Byte.toUnsignedInt(blob[0]), StandardCharsets.UTF_8));
    }

    private byte[] header() {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length)
                .put((byte) text.length)
                .put(text)
                .array();
    }

    private static byte[] associatedData(byte[] header, SortedMap<String, String> context) {
        byte[] canonical = new EncryptionContext(context).canonical();
        return ByteBuffer.allocate(header.length + canonical.length)
                .put(header)
                .put(canonical)
                .array();
    }
}
