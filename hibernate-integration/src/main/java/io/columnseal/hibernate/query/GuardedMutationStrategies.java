package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.metamodel.spi.RuntimeModelCreationContext;
import org.hibernate.query.sqm.mutation.internal.SqmMultiTableMutationStrategyProviderStandard;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how bulk statements work on entities that lie in several tables. Hibernate's default strategies translate them
 * by themselves, past the guard; hierarchies with encrypted attributes get the one that does not, whatever the settings
 * say. Safe for use by many threads.
 */
public final class GuardedMutationStrategies extends SqmMultiTableMutationStrategyProviderStandard {

    @Override
    public SqmMultiTableMutationStrategy createMutationStrategy(
            EntityMappingType root, MappingModelCreationProcess process) {
        RuntimeModelCreationContext context = process.getCreationContext();
        EncryptedAttribute encrypted = encrypted(root, context);
        return encrypted == null
                ? super.createMutationStrategy(root, process)
                : new InlineMutations(context.getDialect(), encrypted);
    }

    @Override
    public SqmMultiTableInsertStrategy createInsertStrategy(
            EntityMappingType root, MappingModelCreationProcess process) {
        EncryptedAttribute encrypted = encrypted(root, process.getCreationContext());
        return encrypted == null ? super.createInsertStrategy(root, process) : new RefusedInsert(encrypted);
    }

    /** An encrypted attribute of a hierarchy, read from the boot model since the runtime model is being built. */
    private static @Nullable EncryptedAttribute encrypted(EntityMappingType root, RuntimeModelCreationContext context) {
        PersistentClass entity = context.getBootModel().getEntityBinding(root.getEntityName());
        return entity == null ? null : BootModel.firstEncrypted(entity);
    }
}
