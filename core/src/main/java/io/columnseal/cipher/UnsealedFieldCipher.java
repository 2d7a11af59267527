package io.columnseal.cipher;

import io.columnseal.DecryptionException;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.TenantMissingException;
import java.util.Arrays;

/**
 * The cipher of a development environment that has encryption switched off: keeps values readable, behind a byte that is
 * no suite. So each side refuses what the other wrote, and values kept readable are found before they reach production.
 */
public final class UnsealedFieldCipher implements FieldCipher {

    /** Reserved: no suite will ever have this id. */
    private static final byte UNSEALED = 0x00;

    @Override
    public byte[] encrypt(FieldContext context, byte[] plaintext) {
        if (context.tenant() == null) {
            throw new TenantMissingException(context.name());
        }
        byte[] stored = new byte[1 + plaintext.length];
        stored[0] = UNSEALED;
        System.arraycopy(plaintext, 0, stored, 1, plaintext.length);
        return stored;
    }

    @Override
    public byte[] decrypt(FieldContext context, byte[] sealed) {
        if (sealed.length == 0 || sealed[0] != UNSEALED) {
            throw new DecryptionException(context.name());
        }
        return Arrays.copyOfRange(sealed, 1, sealed.length);
    }
}
