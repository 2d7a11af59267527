package io.columnseal.hibernate.type;

import io.columnseal.codec.ValueCodec;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.HmacSha256;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import org.hibernate.SharedSessionContract;
import org.hibernate.type.descriptor.java.MutabilityPlan;
import org.jspecify.annotations.Nullable;

/**
 * The form in which cache keys hold a value that was given to a query: its HMAC. Equal values have equal keys, and the
 * cache tells nothing of them. The key is the service's own and lives as long as it does, so caches that outlive or
 * exceed the process do not find each other's entries, and only miss.
 */
final class CacheKeyForm implements MutabilityPlan<Object> {

    private static final long serialVersionUID = 1L;

    private final transient ValueCodec<Object> codec;
    private final transient byte[] key;
    private final transient byte[] context;

    CacheKeyForm(ValueCodec<Object> codec, byte[] key, String context) {
        this.codec = codec;
        this.key = key;
        this.context = LengthPrefixed.text(context);
    }

    @Nullable String of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Object sealable = value instanceof Unsealed unsealed ? unsealed.value() : value;
        byte[] plaintext = codec.encode(sealable);
        byte[] message = LengthPrefixed.encode(context, plaintext);
        try {
            return HexFormat.of().formatHex(HmacSha256.tag(key, message));
        } finally {
            Arrays.fill(plaintext, (byte) 0);
            Arrays.fill(message, (byte) 0);
        }
    }

    int hashCode(Object value) {
        String form = of(value);
        return form == null ? 0 : form.hashCode();
    }

    @Override
    public boolean isMutable() {
        return false;
    }

    @Override
    public @Nullable Object deepCopy(@Nullable Object value) {
        return value;
    }

    @Override
    public @Nullable Serializable disassemble(@Nullable Object value, SharedSessionContract session) {
        return of(value);
    }

    @Override
    public @Nullable Object assemble(@Nullable Serializable cached, SharedSessionContract session) {
        throw new UnsupportedOperationException("a cache key is not read back");
    }

    @Override
    public String toString() {
        return "CacheKeyForm" + Arrays.hashCode(context);
    }
}
