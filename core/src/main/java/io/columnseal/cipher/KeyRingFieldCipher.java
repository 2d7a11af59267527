package io.columnseal.cipher;

import io.columnseal.DecryptionException;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.internal.FieldLayout;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRing;
import io.columnseal.key.KeyWipedException;
import io.columnseal.key.UnwrappedKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The {@link FieldCipher} of applications: frames of {@code docs/format.md} under the keys of a {@link KeyRing}. */
public final class KeyRingFieldCipher implements FieldCipher {

    private final KeyRing ring;
    private final SealListener listener;

    public KeyRingFieldCipher(KeyRing ring, SealListener listener) {
        this.ring = ring;
        this.listener = new IsolatedListener(listener);
    }

    @Override
    public byte[] encrypt(FieldContext context, byte[] plaintext) {
        String tenant = context.tenant();
        if (tenant == null) {
            throw new TenantMissingException(context.name());
        }
        int textLength = Padding.paddedLength(plaintext.length, context.paddingBytes());
        byte[] frame = new byte[Math.addExact(textLength, FieldLayout.TEXT_OFFSET + FieldLayout.TAG_BYTES)];
        System.arraycopy(plaintext, 0, frame, FieldLayout.TEXT_OFFSET, plaintext.length);
        Padding.mark(frame, FieldLayout.TEXT_OFFSET + plaintext.length);
        while (true) {
            try {
                if (ring.active(tenant).field(context).seal(frame)) {
                    return frame;
                }
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    @Override
    public byte[] decrypt(FieldContext context, byte[] sealed) {
        SealedValue.Header header = SealedValue.header(sealed).orElse(null);
        if (header == null) {
            throw failed(context, null);
        }
        byte[] text = open(context, header, sealed);
        int length = text == null ? -1 : Padding.valueLength(text);
        if (text == null || length < 0) {
            throw failed(context, header.key());
        }
        byte[] value = Arrays.copyOf(text, length);
        Arrays.fill(text, (byte) 0);
        return value;
    }

    private byte @Nullable [] open(FieldContext context, SealedValue.Header header, byte[] sealed) {
        while (true) {
            try {
                UnwrappedKey key = ring.byId(header.key());
                requireTenant(context, key);
                return key.suite() == header.suite() ? key.field(context).open(sealed) : null;
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    private void requireTenant(FieldContext context, UnwrappedKey key) {
        String tenant = context.tenant();
        if (tenant != null && !tenant.equals(key.tenant())) {
            listener.on(new SealEvent.TenantMismatch(context.name(), key.id(), tenant, key.tenant()));
            throw new TenantMismatchException(context.name(), tenant);
        }
    }

    private DecryptionException failed(FieldContext context, @Nullable KeyId key) {
        listener.on(new SealEvent.DecryptionFailed(context.name(), key));
        return new DecryptionException(context.name());
    }
}
