package io.columnseal.hibernate.query;

import java.lang.ref.WeakReference;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a session factory has encrypted attributes, remembering the answer of the last factory that asked:
 * Hibernate makes one translator factory for each session factory, but does not promise to.
 */
final class EncryptedFactories {

    private volatile @Nullable Answer last;

    boolean encrypts(SqlAstCreationContext context) {
        MappingMetamodel model = context.getMappingMetamodel();
        Answer answer = last;
        if (answer == null || !answer.model.refersTo(model)) {
            answer = new Answer(new WeakReference<>(model), encrypts(model));
            last = answer;
        }
        return answer.encrypts;
    }

    /** Asks the collections too: an entity does not know what is in those of its embeddables. */
    static boolean encrypts(MappingMetamodel model) {
        boolean[] found = new boolean[1];
        model.forEachEntityDescriptor(entity -> found[0] = found[0] || encrypts(entity));
        model.forEachCollectionDescriptor(
                collection -> found[0] = found[0] || SealedMappings.first(collection.getAttributeMapping()) != null);
        return found[0];
    }

    private static boolean encrypts(EntityPersister entity) {
        AttributeMappingsList attributes = entity.getAttributeMappings();
        for (int i = 0; i < attributes.size(); i++) {
            if (SealedMappings.first(attributes.get(i)) != null) {
                return true;
            }
        }
        // Audit tables of collections keep the element in the key
        return SealedMappings.first(entity.getIdentifierMapping()) != null;
    }

    private record Answer(WeakReference<MappingMetamodel> model, boolean encrypts) {}
}
