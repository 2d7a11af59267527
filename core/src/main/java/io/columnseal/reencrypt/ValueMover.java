package io.columnseal.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.KeyException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Opens a value and seals it anew for the same context, whose tenant is the one that the key's row names. The cipher
 * refuses to open if the key itself belongs to another tenant, so an edited row cannot carry a value over to a tenant
 * that it was never sealed for.
 */
final class ValueMover {

    private final FieldCipher fields;
    private final ValueOpener opener;
    private final Consumer<String> forgetKeys;
    private final Retries retries;

    /** @param forgetKeys makes this node look up a tenant's active key anew */
    ValueMover(FieldCipher fields, Consumer<String> forgetKeys, Retries retries) {
        this.fields = fields;
        this.opener = new ValueOpener(fields, retries);
        this.forgetKeys = forgetKeys;
        this.retries = retries;
    }

    /**
     * @param stale whether a value under this header is to be moved again
     * @return the value under the tenant's active key
     * @throws ImmovableException if the value cannot be opened or sealed anew
     */
    byte[] move(FieldContext context, byte[] sealed, Predicate<Header> stale) throws ImmovableException {
        byte[] plaintext = opener.open(context, sealed);
        try {
            byte[] moved = seal(context, plaintext);
            if (isStale(moved, stale)) {
                // Another node rotated and this one has not noticed
                forgetKeys.accept(Objects.requireNonNull(context.tenant(), "a value is sealed for a tenant"));
                moved = seal(context, plaintext);
            }
            if (isStale(moved, stale)) {
                throw new ImmovableException(Reason.ROTATION_NOT_SEEN);
            }
            return moved;
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static boolean isStale(byte[] sealed, Predicate<Header> stale) {
        Header header = Header.of(sealed);
        return header == null || stale.test(header);
    }

    private byte[] seal(FieldContext context, byte[] plaintext) throws ImmovableException {
        try {
            return retries.call(() -> fields.encrypt(context, plaintext));
        } catch (KeyException e) {
            throw new ImmovableException(e instanceof Retryable ? Reason.KEY_UNAVAILABLE : Reason.NO_SEALING_KEY);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }
}
