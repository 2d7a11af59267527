package io.columnseal;

import io.columnseal.internal.Surrogates;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a value is sealed for. Tenant, name and record id are authenticated with the value: it opens only for an equal
 * context, so moving it to another column, table or tenant is detected. Purpose selects a key derived from the
 * tenant's data key. Padding is not part of a value's identity and may change at any time.
 *
 * @param tenant owner of the value; null only for opening, when the key's own tenant is to be accepted whoever it is
 *     (root sessions, maintenance)
 * @param name stable name of the column, by default {@code table.column}
 * @param purpose label of the derived key, by default {@value #DEFAULT_PURPOSE}
 * @param recordId id of the row or document for callers that can supply it on every read, else null
 * @param paddingBytes sealed values are padded to a multiple of this length, so that they tell less about the value's
 *     length; 1 for none, at most {@value #MAX_PADDING_BYTES}
 */
public record FieldContext(
        @Nullable String tenant,
        String name,
        String purpose,
        @Nullable String recordId,
        int paddingBytes) {

    /** Purpose of a field that names none. */
    public static final String DEFAULT_PURPOSE = "field";

    /** Largest padding block. */
    public static final int MAX_PADDING_BYTES = 4096;

    public FieldContext {
        requireNotBlank("name", name);
        requireNotBlank("purpose", purpose);
        requireUnicode("name", name);
        requireUnicode("purpose", purpose);
        if (recordId != null) {
            requireUnicode("recordId", recordId);
        }
        if (tenant != null) {
            requireNotBlank("tenant", tenant);
        }
        if (paddingBytes < 1 || paddingBytes > MAX_PADDING_BYTES) {
            throw new IllegalArgumentException("paddingBytes must be 1.." + MAX_PADDING_BYTES + ": " + paddingBytes);
        }
    }

    /** A context without padding or record id, under the default purpose. */
    public static FieldContext of(String tenant, String name) {
        return new FieldContext(Objects.requireNonNull(tenant, "tenant"), name, DEFAULT_PURPOSE, null, 1);
    }

    /** A context that opens values of every tenant and seals none. */
    public static FieldContext ofAnyTenant(String name) {
        return new FieldContext(null, name, DEFAULT_PURPOSE, null, 1);
    }

    public FieldContext withPurpose(String purpose) {
        return new FieldContext(tenant, name, purpose, recordId, paddingBytes);
    }

    public FieldContext withRecordId(String recordId) {
        return new FieldContext(tenant, name, purpose, Objects.requireNonNull(recordId, "recordId"), paddingBytes);
    }

    public FieldContext withPaddingTo(int paddingBytes) {
        return new FieldContext(tenant, name, purpose, recordId, paddingBytes);
    }

    private static void requireNotBlank(String component, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(component + " must not be blank");
        }
    }

    private static void requireUnicode(String component, String value) {
        if (Surrogates.hasUnpaired(value)) {
            throw new IllegalArgumentException(component + " must not have unpaired surrogates");
        }
    }
}
