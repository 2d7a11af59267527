package io.columnseal.file;

import io.columnseal.DecryptionException;
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
     * The body key of a header.
     *
     * @throws DecryptionException if it was not sealed for this context
     */
    byte[] open(FileContext context, StoredHeader header) {
        byte[] sealed = header.sealedKey();
        if (header.name().equals(context.name())) {
            FileHeader visible = header.visible().orElseThrow(() -> failed(context, null));
            while (true) {
                try {
                    UnwrappedKey key = ring.byId(visible.key());
                    requireTenant(context, key);
                    byte[] bodyKey = new byte[StoredHeader.BODY_KEY_BYTES];
                    if (key.usage() == KeyUsage.FILE
                            && key.suite() == visible.suite()
                            && key.field(context.ofBodyKey()).open(sealed, bodyKey)) {
                        return bodyKey;
                    }
                    break;
                } catch (KeyWipedException e) {
                    // As above
                }
            }
        }
        throw failed(context, header);
    }

    /** The header under the active key of its tenant; the same object if it is so already. */
    StoredHeader reencrypt(StoredHeader header) {
        FileContext anyTenant = FileContext.ofAnyTenant(header.name());
        byte[] bodyKey = open(anyTenant, header);
        try {
            KeyId id = header.visible().orElseThrow().key();
            String tenant = ring.byId(id).tenant();
            return ring.active(tenant, KeyUsage.FILE).id().equals(id)
                    ? header
                    : seal(FileContext.of(tenant, header.name()), bodyKey);
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
