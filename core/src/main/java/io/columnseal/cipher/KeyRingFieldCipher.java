package io.columnseal.cipher;

import io.columnseal.DecryptionException;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.InvalidValueException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.internal.FieldLayout;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.internal.crypto.TextBuffers;
import io.columnseal.key.FieldKey;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRing;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.KeyWipedException;
import io.columnseal.key.UnwrappedKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@link FieldCipher} of applications: frames of {@code docs/format.md} under the keys of a {@link KeyRing}. */
public final class KeyRingFieldCipher implements FieldCipher {

    private static final int MAX_VALUE_BYTES = 1 << 30;

    private final KeyRing ring;
    private final SealListener listener;
    private final TextBuffers texts;

    public KeyRingFieldCipher(KeyRing ring, SealListener listener) {
        this(ring, listener, new TextBuffers());
    }

    /** @param texts where values are opened */
    KeyRingFieldCipher(KeyRing ring, SealListener listener, TextBuffers texts) {
        this.ring = ring;
        this.listener = new IsolatedListener(listener);
        this.texts = texts;
    }

    @Override
    public byte[] encrypt(FieldContext context, byte[] plaintext) {
        String tenant = context.tenant();
        if (tenant == null) {
            throw new TenantMissingException(context.name());
        }
        byte[] frame = new byte[sealedLength(context, plaintext)];
        System.arraycopy(plaintext, 0, frame, FieldLayout.TEXT_OFFSET, plaintext.length);
        Padding.mark(frame, FieldLayout.TEXT_OFFSET + plaintext.length);
        while (true) {
            try {
                ring.sealing(context).seal(frame);
                return frame;
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    @Override
    public byte[] decrypt(FieldContext context, byte[] sealed) {
        byte[] value = sealed.length < FieldLayout.MIN_BYTES ? null : open(context, sealed);
        if (value == null) {
            throw failed(context, SealedValue.header(sealed));
        }
        return value;
    }

    @Override
    public byte[] fromText(FieldContext context, String text) {
        return SealedValue.fromText(text).orElseThrow(() -> failed(context, SealedValue.beginningOf(text)));
    }

    /** Loads the keys of all tenants first, those that are not in memory all at once. */
    @Override
    public Map<FieldContext, byte[]> encryptAll(Map<FieldContext, byte[]> plaintexts) {
        Set<String> tenants = new LinkedHashSet<>();
        for (FieldContext context : plaintexts.keySet()) {
            if (context.tenant() != null) {
                tenants.add(context.tenant());
            }
        }
        ring.prefetchActive(tenants);
        return FieldCipher.super.encryptAll(plaintexts);
    }

    /** Loads all keys first, those that are not in memory all at once. */
    @Override
    public Map<FieldContext, byte[]> decryptAll(Map<FieldContext, byte[]> sealed) {
        Set<KeyId> ids = new LinkedHashSet<>();
        for (byte[] value : sealed.values()) {
            SealedValue.header(value).map(SealedValue.Header::key).ifPresent(ids::add);
        }
        ring.prefetch(ids);
        return FieldCipher.super.decryptAll(sealed);
    }

    private static int sealedLength(FieldContext context, byte[] plaintext) {
        if (plaintext.length > MAX_VALUE_BYTES) {
            throw new InvalidValueException("bytes", "a value of " + context.name() + " is longer than 1 GiB");
        }
        return Padding.paddedLength(plaintext.length, context.paddingBytes())
                + FieldLayout.TEXT_OFFSET
                + FieldLayout.TAG_BYTES;
    }

    /** The value, or null if it is not what was sealed for the context. */
    private byte @Nullable [] open(FieldContext context, byte[] sealed) {
        while (true) {
            try {
                FieldKey field = ring.recent(context, sealed);
                if (field == null) {
                    field = lookUp(context, sealed);
                }
                return field == null ? null : open(field, sealed);
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    private byte @Nullable [] open(FieldKey field, byte[] sealed) throws KeyWipedException {
        int textLength = sealed.length - FieldLayout.TEXT_OFFSET - FieldLayout.TAG_BYTES;
        byte[] text = texts.take(textLength);
        try {
            int length = field.open(sealed, text) ? Padding.valueLength(text, textLength) : -1;
            return length < 0 ? null : Arrays.copyOf(text, length);
        } finally {
            texts.giveBack(text, textLength);
        }
    }

    private @Nullable FieldKey lookUp(FieldContext context, byte[] sealed) throws KeyWipedException {
        SealedValue.Header header = SealedValue.header(sealed).orElse(null);
        if (header == null) {
            return null;
        }
        UnwrappedKey key = ring.byId(header.key());
        requireTenant(context, key);
        boolean fits = key.suite() == header.suite() && key.usage() == KeyUsage.FIELD;
        return fits ? ring.opening(key, context) : null;
    }

    private void requireTenant(FieldContext context, UnwrappedKey key) {
        String tenant = context.tenant();
        if (tenant != null && !tenant.equals(key.tenant())) {
            listener.on(new SealEvent.TenantMismatch(context.name(), key.id(), tenant, key.tenant()));
            throw new TenantMismatchException(context.name(), tenant);
        }
    }

    private DecryptionException failed(FieldContext context, Optional<SealedValue.Header> header) {
        KeyId key = header.map(SealedValue.Header::key).orElse(null);
        listener.on(new SealEvent.DecryptionFailed(context.name(), key));
        return new DecryptionException(context.name());
    }
}
