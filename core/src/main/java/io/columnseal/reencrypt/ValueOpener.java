package io.columnseal.reencrypt;

import io.columnseal.DecryptionException;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.KeyException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import io.columnseal.TenantMismatchException;
import io.columnseal.reencrypt.Undecryptable.Reason;

/**
 * Opens stored values for the tenant that the key's row names, and tells why one does not open. The cipher refuses if the
 * key itself belongs to another tenant.
 */
final class ValueOpener {

    private final FieldCipher fields;
    private final Retries retries;

    ValueOpener(FieldCipher fields, Retries retries) {
        this.fields = fields;
        this.retries = retries;
    }

    /** @throws ImmovableException if the value cannot be opened */
    byte[] open(FieldContext context, byte[] sealed) throws ImmovableException {
        try {
            return retries.call(() -> fields.decrypt(context, sealed));
        } catch (DecryptionException e) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        } catch (KeyNotFoundException e) {
            throw new ImmovableException(Reason.UNKNOWN_KEY);
        } catch (KeyUnusableException e) {
            throw new ImmovableException(Reason.KEY_UNUSABLE);
        } catch (KeyException | TenantMismatchException e) {
            throw new ImmovableException(e instanceof Retryable ? Reason.KEY_UNAVAILABLE : Reason.KEY_REJECTED);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }
}
