package io.columnseal.index;

import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.Sha256;
import java.util.HexFormat;

/** What tells an index of parts from another one of the same name. Frozen by stored data, since it goes into its key. */
final class ExtractorFingerprint {

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/extractor/1");

    private ExtractorFingerprint() {}

    /**
     * @param normalizers their fingerprint, which is also the result for an extractor that takes the whole value
     * @param identity of the extractor
     */
    static String of(String normalizers, String identity) {
        if (identity.isEmpty()) {
            return normalizers;
        }
        byte[] encoded =
                LengthPrefixed.encode(LABEL, HexFormat.of().parseHex(normalizers), LengthPrefixed.text(identity));
        return HexFormat.of().formatHex(Sha256.digest(encoded));
    }
}
