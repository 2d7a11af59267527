package io.columnseal.reencrypt;

import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a sealed value say: suite and key. One prefix means one suite and key, so a database can group
 * and find values by it without reading them.
 */
record Header(Suite suite, KeyId key) {

    /** The header that a value, or the prefix of one, begins with; null if it begins with none. */
    static @Nullable Header of(byte[] value) {
        return SealedValue.beginningOf(value)
                .map(header -> new Header(header.suite(), header.key()))
                .orElse(null);
    }

    byte[] toBytes() {
        return SealedValue.prefix(suite, key);
    }
}
