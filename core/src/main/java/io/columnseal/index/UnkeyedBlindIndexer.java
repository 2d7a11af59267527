package io.columnseal.index;

import io.columnseal.TenantMissingException;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.Hkdf;
import io.columnseal.internal.crypto.HmacSha256;
import java.util.List;

/**
 * The {@link BlindIndexer} of a development environment that has encryption switched off: finds values as with keys, but
 * under a key that everybody knows, so its values hide nothing.
 */
public final class UnkeyedBlindIndexer implements BlindIndexer {

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/index/unkeyed/1");
    private static final byte[] NO_KEY = new byte[HmacSha256.TAG_BYTES];

    @Override
    public byte[] indexValue(IndexContext index, byte[] normalForm) {
        byte[] tag = HmacSha256.tag(key(index), normalForm);
        byte[] value = new byte[VALUE_BYTES];
        // Behind a byte 00 in the place of a version
        System.arraycopy(tag, 0, value, 1, VALUE_BYTES - 1);
        return value;
    }

    @Override
    public List<byte[]> lookupValues(IndexContext index, byte[] normalForm) {
        byte[] value = indexValue(index, normalForm);
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
