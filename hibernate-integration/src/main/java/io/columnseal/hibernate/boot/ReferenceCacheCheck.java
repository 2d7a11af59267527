package io.columnseal.hibernate.boot;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Refuses entities with encrypted attributes that Hibernate would cache as the objects they are: in plaintext, and
 * without asking for the tenant when another session finds them.
 */
final class ReferenceCacheCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    @Override
    public void sessionFactoryCreated(SessionFactory created) {
        SessionFactoryImplementor factory = created.unwrap(SessionFactoryImplementor.class);
        factory.getMappingMetamodel().forEachEntityDescriptor(ReferenceCacheCheck::check);
    }

    private static void check(EntityPersister entity) {
        if (entity.canUseReferenceCacheEntries()) {
            entity.getAttributeMappings()
                    .forEach(attribute -> attribute.forEachSelectable((index, column) -> {
                        if (column.getJdbcMapping() instanceof SealedType type) {
                            throw refused(type.attribute());
                        }
                    }));
        }
    }

    private static UnsupportedMappingException refused(EncryptedAttribute attribute) {
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "with hibernate.cache.use_reference_entries the second-level cache would hold this immutable entity as it"
                        + " is, in plaintext and for every tenant",
                "Remove the setting, or @Immutable");
    }
}
