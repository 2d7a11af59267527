package io.columnseal.reencrypt;

import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a sealed value say, see {@code docs/format.md}: suite and key. As long as it is, one prefix
 * means one suite and key in binary and in text columns alike, so a database can group and find values by it.
 */
record Header(Suite suite, KeyId key) {

    /** One byte of suite, eight of key id. Frozen by stored data. */
    static final int BYTES = 9;

    /** The same in base64url: a multiple of three bytes needs no padding. Frozen by stored data. */
    static final int CHARACTERS = 12;

    /** Header, nonce, one byte of padding, tag. Frozen by stored data. */
    static final int SHORTEST_VALUE_BYTES = 38;

    /** The header that a value begins with, or null if it begins with none. */
    static @Nullable Header of(byte[] value) {
        if (value.length < BYTES) {
            return null;
        }
        long id = ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
        return id == 0
                ? null
                : Suite.ofId(value[0])
                        .map(suite -> new Header(suite, new KeyId(id)))
                        .orElse(null);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).put(suite.id()).putLong(key.value()).array();
    }
}
