package io.columnseal.file;

import io.columnseal.DecryptionException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.internal.FieldLayout;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRing;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.KeyWipedException;
import io.columnseal.key.UnwrappedKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals the keys of bodies under tenants' FILE keys and opens them. Safe for use by many threads. */
final class BodyKeys {

    private final KeyRing ring;
    private final SealListener listener;

    BodyKeys(KeyRing ring, SealListener listener) {
        this.ring = ring;
        this.listener = new IsolatedListener(listener);
    }

    /** A header whose body key is sealed under the tenant's active FILE key, which is made if there is none. */
    StoredHeader seal(FileContext context, byte[] bodyKey) {
        String tenant = context.tenant();
        if (tenant == null) {
            throw new TenantMissingException(context.name());
        }
        byte[] sealed = new byte[StoredHeader.SEALED_KEY_BYTES];
        System.arraycopy(bodyKey, 0, sealed, FieldLayout.TEXT_OFFSET, bodyKey.length);
        while (true) {
            try {
                ring.active(tenant, KeyUsage.FILE).field(context.ofBodyKey()).seal(sealed);
                return new StoredHeader(sealed, context.name());
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    /**
     * Opens the body key of a file. Its second copy counts where the first one's key opens no more: whoever re-encrypted
     * the file was interrupted, and the key may have been destroyed since.
     *
     * @param copies one or two
     * @param bodyKey takes {@link StoredHeader#BODY_KEY_BYTES} bytes
     * @return the copy that opened
     * @throws DecryptionException if it was not sealed for this context
     */
    StoredHeader.Copy open(FileContext context, List<StoredHeader.Copy> copies, byte[] bodyKey) {
        StoredHeader.Copy copy = copies.get(0);
        try {
            open(context, copy.header(), bodyKey);
        } catch (KeyUnusableException | KmsException e) {
            if (e instanceof Retryable || copies.size() == 1) {
                throw e;
            }
            copy = copies.get(1);
            open(context, copy.header(), bodyKey);
        }
        return copy;
    }

    private void open(FileContext context, StoredHeader header, byte[] bodyKey) {
        byte[] sealed = header.sealedKey();
        if (header.name().equals(context.name())) {
            FileHeader visible = header.visible().orElseThrow(() -> failed(context, null));
            while (true) {
                try {
                    UnwrappedKey key = ring.byId(visible.key());
                    requireTenant(context, key);
                    if (key.usage() == KeyUsage.FILE
                            && key.suite() == visible.suite()
                            && key.field(context.ofBodyKey()).open(sealed, bodyKey)) {
                        return;
                    }
                    break;
                } catch (KeyWipedException e) {
                    // As above
                }
            }
        }
        throw failed(context, header);
    }

    /** The header under the active key of its tenant, in the place of the copy that it was made of. */
    StoredHeader.Copy reencrypt(List<StoredHeader.Copy> copies) {
        FileContext anyTenant = FileContext.ofAnyTenant(copies.get(0).header().name());
        byte[] bodyKey = new byte[StoredHeader.BODY_KEY_BYTES];
        try {
            StoredHeader.Copy copy = open(anyTenant, copies, bodyKey);
            StoredHeader header = copy.header();
            KeyId id = header.visible().orElseThrow().key();
            String tenant = ring.byId(id).tenant();
            boolean current = ring.active(tenant, KeyUsage.FILE).id().equals(id);
            return current
                    ? copy
                    : new StoredHeader.Copy(copy.place(), seal(FileContext.of(tenant, header.name()), bodyKey));
        } finally {
            Arrays.fill(bodyKey, (byte) 0);
        }
    }

    /** Tells that a file does not open. */
    DecryptionException failed(FileContext context, @Nullable StoredHeader header) {
        KeyId key = header == null
                ? null
                : SealedValue.header(header.sealedKey())
                        .map(SealedValue.Header::key)
                        .orElse(null);
        listener.on(new SealEvent.DecryptionFailed(context.name(), key));
        return DecryptionException.ofFile(context.name());
    }

    private void requireTenant(FileContext context, UnwrappedKey key) {
        String tenant = context.tenant();
        if (tenant != null && !tenant.equals(key.tenant())) {
            listener.on(new SealEvent.TenantMismatch(context.name(), key.id(), tenant, key.tenant()));
            throw new TenantMismatchException(context.name(), tenant);
        }
    }
}
