package io.columnseal.reencrypt;

import io.columnseal.DecryptionException;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.KeyException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsException;
import io.columnseal.TenantMismatchException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;

/**
 * Opens a value and seals it anew for the same tenant, context, purpose and padding. The tenant is the one that the
 * key's row names; the cipher refuses to open if the key itself belongs to another, so an edited row cannot carry a
 * value over to a tenant that it was never sealed for.
 */
final class ValueMover {

    private final FieldCipher fields;
    private final SealedColumn column;

    ValueMover(FieldCipher fields, SealedColumn column) {
        this.fields = fields;
        this.column = column;
    }

    /**
     * @param header the header of the value
     * @return the value under the tenant's active key
     * @throws ImmovableException if the value cannot be opened or sealed anew
     */
    byte[] move(byte[] sealed, Header header, String tenant) throws ImmovableException {
        FieldContext context =
                new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
        byte[] plaintext = open(context, sealed);
        try {
            byte[] moved = seal(context, plaintext);
            if (header.equals(Header.of(moved))) {
                throw new ImmovableException(Reason.ROTATION_NOT_SEEN);
            }
            return moved;
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private byte[] open(FieldContext context, byte[] sealed) throws ImmovableException {
        try {
            return fields.decrypt(context, sealed);
        } catch (DecryptionException e) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        } catch (KeyNotFoundException e) {
            throw new ImmovableException(Reason.UNKNOWN_KEY);
        } catch (KeyUnusableException e) {
            throw new ImmovableException(Reason.KEY_UNUSABLE);
        } catch (KeyException | TenantMismatchException e) {
            throw new ImmovableException(Reason.KEY_REJECTED);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }

    private byte[] seal(FieldContext context, byte[] plaintext) throws ImmovableException {
        try {
            return fields.encrypt(context, plaintext);
        } catch (KeyException e) {
            throw new ImmovableException(Reason.NO_SEALING_KEY);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }
}
