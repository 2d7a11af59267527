package io.columnseal.cipher;

import io.columnseal.DecryptionException;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.TenantMissingException;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.key.KeyId;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cipher of a development environment that has encryption switched off: keeps values readable, behind a byte that is
 * no suite. So each side refuses what the other wrote, and values kept readable are found before they reach production.
 */
public final class UnsealedFieldCipher implements FieldCipher {

    /** Reserved: no suite will ever have this id. */
    private static final byte UNSEALED = 0x00;

    private final SealListener listener;

    /** @param listener told of values that were not kept readable here */
    public UnsealedFieldCipher(SealListener listener) {
        this.listener = new IsolatedListener(listener);
    }

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
            throw failed(context, SealedValue.header(sealed));
        }
        return Arrays.copyOfRange(sealed, 1, sealed.length);
    }

    @Override
    public byte[] fromText(FieldContext context, String text) {
        return SealedValue.fromText(text).orElseThrow(() -> failed(context, SealedValue.beginningOf(text)));
    }

    private DecryptionException failed(FieldContext context, Optional<SealedValue.Header> header) {
        KeyId key = header.map(SealedValue.Header::key).orElse(null);
        listener.on(new SealEvent.DecryptionFailed(context.name(), key));
        return new DecryptionException(context.name());
    }
}
