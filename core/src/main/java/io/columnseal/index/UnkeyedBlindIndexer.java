package io.columnseal.index;

import io.columnseal.TenantMissingException;
import io.columnseal.Uniqueness;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.Hkdf;
import io.columnseal.internal.crypto.HmacSha256;
import java.util.List;

/**
 * The {@link BlindIndexer} of a development environment that has encryption switched off: finds values as with keys, but
 * under a key that everybody knows, so its values hide nothing. Created by the facade; no API for applications. Safe for use by
 * many threads.
 */
public final class UnkeyedBlindIndexer implements BlindIndexer {

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/index/unkeyed/1");
    private static final byte[] NO_KEY = new byte[HmacSha256.TAG_BYTES];

    @Override
    public byte[] indexValue(Uniqueness column, IndexContext index, byte[]... normalForms) {
        byte[] key = key(index);
        // Behind a byte 00 in the place of a version
        byte[] value = new byte[1 + HASH_BYTES * normalForms.length];
        for (int i = 0; i < normalForms.length; i++) {
            System.arraycopy(HmacSha256.tag(key, normalForms[i]), 0, value, 1 + HASH_BYTES * i, HASH_BYTES);
        }
        return value;
    }

    @Override
    public List<byte[]> lookupValues(IndexContext index, byte[]... normalForms) {
        byte[] value = indexValue(index, normalForms);
        return List.of(value, value.clone());
    }

    private static byte[] key(IndexContext index) {
        String tenant = index.tenant();
        if (tenant == null) {
            throw new TenantMissingException(index.field());
        }
        byte[] info = LengthPrefixed.encode(
                LABEL,
                LengthPrefixed.text(tenant),
                LengthPrefixed.text(index.field()),
                LengthPrefixed.text(index.name()),
                LengthPrefixed.text(index.fingerprint()));
        return Hkdf.derive(NO_KEY, info, HmacSha256.TAG_BYTES);
    }
}
