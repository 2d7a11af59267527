package io.columnseal.hibernate.type;

import io.columnseal.FieldCipher;
import io.columnseal.TenantMissingException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The form in which second-level caches hold a value: ciphertext. Sealed for a context of its own, so that what lies in
 * a cache never opens from a column.
 *
 * <p>What a tenant's session caches is sealed for that tenant. A root session has none, and its entries, which Hibernate
 * shows to root sessions only, are sealed for the default tenant under yet another context, whatever its scope. A
 * session without any tenant does not cache: it cannot tell whose value it holds, and its entries would be everybody's.
 */
final class CacheForm {

    private final EncryptedAttribute attribute;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final AttributeCipher ofTenants;
    private final AttributeCipher ofRoot;

    CacheForm(EncryptedAttribute attribute, SessionTenants tenants, String defaultTenant, FieldCipher cipher) {
        this.attribute = attribute;
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.ofTenants = cipher(attribute, "cache:", cipher);
        this.ofRoot = cipher(attribute, "root-cache:", cipher);
    }

    /** @throws TenantMissingException if the session has no tenant */
    byte[] seal(Object value, SharedSessionContractImplementor session) {
        if (isOfRoot(session)) {
            return ofRoot.seal(defaultTenant, value);
        }
        String tenant = tenant(session);
        if (tenant == null) {
            throw new TenantMissingException(attribute.context());
        }
        return ofTenants.seal(tenant, value);
    }

    Object open(byte[] sealed, SharedSessionContractImplementor session) {
        return isOfRoot(session) ? ofRoot.open(defaultTenant, sealed) : ofTenants.open(tenant(session), sealed);
    }

    private boolean isOfRoot(SharedSessionContractImplementor session) {
        return !attribute.shared() && SessionTenants.isRoot(session);
    }

    private @Nullable String tenant(SharedSessionContractImplementor session) {
        return attribute.shared() ? defaultTenant : tenants.of(session, attribute.context());
    }

    @SuppressWarnings("unchecked")
    private static AttributeCipher cipher(EncryptedAttribute attribute, String prefix, FieldCipher cipher) {
        return new AttributeCipher(
                (ValueCodec<Object>) attribute.codec(),
                cipher,
                new TenantContexts(prefix + attribute.context(), attribute.purpose(), attribute.paddingBytes()));
    }
}
