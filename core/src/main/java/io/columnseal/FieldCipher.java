package io.columnseal;

import io.columnseal.cipher.SealedValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Seals and opens single values with authenticated encryption (AES-256-GCM unless the key says otherwise).
 *
 * <p>Guaranteed: whoever reads the stored bytes learns nothing of a value but its (padded) length; altered, truncated or
 * moved bytes are refused; a value is only ever sealed under a key that is already stored. Not guaranteed: that a
 * value is the newest one written to its place (an old sealed value put back opens).
 *
 * <p>Safe for use by many threads. Null is not a value; the empty array is. Arrays are neither kept nor changed.
 */
public interface FieldCipher {

    /**
     * Seals a value under its tenant's active key, creating that key on first use.
     *
     * @return the stored form of {@code docs/format.md}; different on every call
     * @throws TenantMissingException if the context has no tenant
     * @throws KeyException if the tenant has no key that seals
     * @throws KmsException if the key had to be unwrapped and could not be
     * @throws KeyStoreException if the key had to be read and could not be
     */
    byte[] encrypt(FieldContext context, byte[] plaintext);

    /**
     * Opens a sealed value, whichever of the tenant's keys it was sealed under.
     *
     * @throws DecryptionException if the bytes are not what was sealed for this context
     * @throws TenantMismatchException if the value belongs to another tenant than the context's
     * @throws KeyException if the key is unknown or its state forbids opening
     * @throws KmsException if the key had to be unwrapped and could not be
     * @throws KeyStoreException if the key had to be read and could not be
     */
    byte[] decrypt(FieldContext context, byte[] sealed);

    /**
     * The bytes of a sealed value that lies in a text column, to be {@linkplain #decrypt opened}. A text that is not of this
     * form counts as a value that does not open, in the access log and in health, too.
     *
     * @param text as {@link SealedValue#toText} made it
     * @throws DecryptionException if it is any other text
     */
    default byte[] fromText(FieldContext context, String text) {
        return SealedValue.fromText(text).orElseThrow(() -> new DecryptionException(context.name()));
    }

    /** Seals several fields, for example those of one record; the result iterates in the same order. */
    default Map<FieldContext, byte[]> encryptAll(Map<FieldContext, byte[]> plaintexts) {
        Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();
        plaintexts.forEach((context, plaintext) -> sealed.put(context, encrypt(context, plaintext)));
        return sealed;
    }

    /** Opens several fields; fails as a whole if one of them does not open. */
    default Map<FieldContext, byte[]> decryptAll(Map<FieldContext, byte[]> sealed) {
        Map<FieldContext, byte[]> plaintexts = new LinkedHashMap<>();
        sealed.forEach((context, value) -> plaintexts.put(context, decrypt(context, value)));
        return plaintexts;
    }
}
