package io.columnseal.kms;

import io.columnseal.internal.LengthPrefixed;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a wrapped data key is bound to: given to the KMS at wrap and at unwrap, always computed from what is expected and
 * never read from where the wrapped key is stored. No secret: services write it into their logs.
 *
 * @param entries sorted by key; unmodifiable
 */
public record EncryptionContext(SortedMap<String, String> entries) {

    /** First element of the canonical form: frozen by stored keys. */
    private static final String LABEL = "columnseal/context/1";

    public EncryptionContext {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** The context of a data key. Keys and values are frozen by stored keys. */
    public static EncryptionContext of(String environment, String tenant, String keyId, String usage) {
        return new EncryptionContext(new TreeMap<>(Map.of(
                "columnseal", "1", "environment", environment, "tenant", tenant, "key-id", keyId, "usage", usage)));
    }

    /** One byte string for services that bind bytes: the length-prefixed list of label, key, value, key, value … */
    public byte[] canonical() {
        byte[][] elements = new byte[1 + 2 * entries.size()][];
        elements[0] = LengthPrefixed.text(LABEL);
        int next = 1;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            elements[next++] = LengthPrefixed.text(entry.getKey());
            elements[next++] = LengthPrefixed.text(entry.getValue());
        }
        return LengthPrefixed.encode(elements);
    }
}
