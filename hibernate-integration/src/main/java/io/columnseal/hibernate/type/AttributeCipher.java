package io.columnseal.hibernate.type;

import io.columnseal.FieldCipher;
import io.columnseal.codec.ValueCodec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Seals and opens the values of one attribute, in one of the places they are stored. Safe for use by many threads. */
final class AttributeCipher {

    private final ValueCodec<Object> codec;
    private final FieldCipher cipher;
    private final TenantContexts contexts;

    AttributeCipher(ValueCodec<Object> codec, FieldCipher cipher, TenantContexts contexts) {
        this.codec = codec;
        this.cipher = cipher;
        this.contexts = contexts;
    }

    byte[] seal(String tenant, Object value) {
        byte[] plaintext = codec.encode(value);
        try {
            return cipher.encrypt(contexts.of(tenant), plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** @param tenant null to open whoever's value it is */
    Object open(@Nullable String tenant, byte[] sealed) {
        byte[] plaintext = cipher.decrypt(contexts.of(tenant), sealed);
        try {
            return codec.decode(plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** The bytes to open of a value in a text column; any text that was not sealed is refused, and reported, here. */
    byte[] fromText(String text) {
        return cipher.fromText(contexts.of(null), text);
    }
}
