package io.columnseal.hibernate.type;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The form in which second-level caches hold a value: ciphertext. Sealed for a context of its own, so that what lies in
 * a cache never opens from a column. Entries of a root session, which no other session sees, are sealed for the default
 * tenant, since a root session has none.
 */
final class CacheForm {

    private static final String CONTEXT_PREFIX = "cache:";

    private final EncryptedAttribute attribute;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final AttributeCipher cipher;

    CacheForm(EncryptedAttribute attribute, SessionTenants tenants, String defaultTenant, AttributeCipher cipher) {
        this.attribute = attribute;
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.cipher = cipher;
    }

    static TenantContexts contexts(EncryptedAttribute attribute) {
        return new TenantContexts(CONTEXT_PREFIX + attribute.context(), attribute.purpose(), attribute.paddingBytes());
    }

    byte[] seal(Object value, SharedSessionContractImplementor session) {
        String tenant = tenant(session);
        return cipher.seal(tenant == null ? defaultTenant : tenant, value);
    }

    Object open(byte[] sealed, SharedSessionContractImplementor session) {
        return cipher.open(tenant(session), sealed);
    }

    private @Nullable String tenant(SharedSessionContractImplementor session) {
        return attribute.shared() ? defaultTenant : tenants.of(session, attribute.context());
    }
}
