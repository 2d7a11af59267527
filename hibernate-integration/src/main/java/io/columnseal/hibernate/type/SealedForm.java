package io.columnseal.hibernate.type;

import io.columnseal.TenantScope;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The form in which Hibernate carries a sealed value from the result set, or from the query cache, to the attribute.
 * Opening it needs the session's tenant, but Hibernate converts values without the session; so a value read by a
 * session of a tenant travels as an entry of tenant and ciphertext, any other as the ciphertext alone. Query caches keep
 * these as they are, hence JDK types only.
 */
final class SealedForm {

    private static final byte[] NOT_SEALED = {};

    private final EncryptedAttribute attribute;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final AttributeCipher cipher;

    SealedForm(EncryptedAttribute attribute, SessionTenants tenants, String defaultTenant, AttributeCipher cipher) {
        this.attribute = attribute;
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.cipher = cipher;
    }

    /** What a session read, ready to be opened without it. */
    Object carry(byte[] sealed, SharedSessionContractImplementor session) {
        if (attribute.shared()) {
            return sealed;
        }
        if (SessionTenants.hasTenant(session)) {
            return new SimpleImmutableEntry<>(owner(session), sealed);
        }
        if (tenants.mayBeUnknown() && tenantOfThread() == null) {
            CachePuts.stop(session);
        }
        return sealed;
    }

    /** The same of a value that was read unsealed, which must not lie in a cache so. */
    Object carryUnsealed(Object value, SharedSessionContractImplementor session) {
        String tenant = tenantToRead(session);
        String owner = tenant == null ? defaultTenant : tenant;
        return new SimpleImmutableEntry<>(owner, cipher.seal(owner, value));
    }

    /** Null for a root session, whose scope may be another one when a cached value is opened. */
    private @Nullable String owner(SharedSessionContractImplementor session) {
        return SessionTenants.isRoot(session) ? null : tenants.of(session, attribute.context());
    }

    /** Opens what {@link #carry} made, here or on another node with the same query cache. */
    Object open(Object carried) {
        if (carried instanceof byte[] sealed) {
            return cipher.open(tenantOfThread(), sealed);
        }
        if (carried instanceof Map.Entry<?, ?> entry && entry.getValue() instanceof byte[] sealed) {
            String tenant = (String) entry.getKey();
            return cipher.open(tenant == null ? TenantScope.current() : tenant, sealed);
        }
        // A query cache that somebody else has written to. Told as any other value that does not open
        return cipher.open(null, NOT_SEALED);
    }

    /** The bytes of what lies in a text column. */
    byte[] fromText(String text) {
        return cipher.fromText(text);
    }

    byte[] seal(Object value, SharedSessionContractImplementor session) {
        return cipher.seal(tenantToSeal(session), value);
    }

    /** @throws io.columnseal.TenantMissingException if the session may only read */
    String tenantToSeal(SharedSessionContractImplementor session) {
        return attribute.shared() ? defaultTenant : tenants.toSeal(session, attribute.context());
    }

    /** Null for a session that reads every tenant's values. */
    @Nullable String tenantToRead(SharedSessionContractImplementor session) {
        return attribute.shared() ? defaultTenant : tenants.of(session, attribute.context());
    }

    private @Nullable String tenantOfThread() {
        return attribute.shared() ? defaultTenant : tenants.ofThread(attribute.context());
    }
}
