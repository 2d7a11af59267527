package io.columnseal.reencrypt;

import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.FieldLayout;
import io.columnseal.key.KeyId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a sealed value say: suite and key. One prefix means one suite and key, so a database can group
 * and find values by it without reading them.
 */
record Header(Suite suite, KeyId key) {

    /** The header that a value, or the prefix of one, begins with; null if it begins with none. */
    static @Nullable Header of(byte[] value) {
        if (value.length < FieldLayout.HEADER_BYTES) {
            return null;
        }
        long id = ByteBuffer.wrap(value).getLong(FieldLayout.KEY_ID_OFFSET);
        return id == 0
                ? null
                : Suite.ofId(value[FieldLayout.SUITE_OFFSET])
                        .map(suite -> new Header(suite, new KeyId(id)))
                        .orElse(null);
    }

    byte[] toBytes() {
        return SealedValue.prefix(suite, key);
    }
}
