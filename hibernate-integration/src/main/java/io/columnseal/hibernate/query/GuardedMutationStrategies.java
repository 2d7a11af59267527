package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.mapping.EncryptedMappings;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.metamodel.spi.RuntimeModelCreationContext;
import org.hibernate.query.sqm.mutation.internal.SqmMultiTableMutationStrategyProviderStandard;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how bulk statements work on entities that lie in several tables, and inserts into entities with pooled ids.
 * Hibernate's strategies translate them by themselves, past the guard. Hierarchies with encrypted attributes get the one
 * that does not, whatever the settings say; other hierarchies keep theirs, behind a check of what their statements
 * mention besides. A factory without any encrypted attribute is left alone. Safe for use by many threads.
 */
public final class GuardedMutationStrategies extends SqmMultiTableMutationStrategyProviderStandard {

    @Override
    public SqmMultiTableMutationStrategy createMutationStrategy(
            EntityMappingType root, MappingModelCreationProcess process) {
        RuntimeModelCreationContext context = process.getCreationContext();
        EncryptedAttribute encrypted = encrypted(root, context);
        if (encrypted != null) {
            return new InlineMutations(context.getDialect(), encrypted);
        }
        SqmMultiTableMutationStrategy usual = super.createMutationStrategy(root, process);
        return encrypts(context) ? new CheckedMutations(usual) : usual;
    }

    @Override
    public SqmMultiTableInsertStrategy createInsertStrategy(
            EntityMappingType root, MappingModelCreationProcess process) {
        RuntimeModelCreationContext context = process.getCreationContext();
        EncryptedAttribute encrypted = encrypted(root, context);
        if (encrypted != null) {
            return new RefusedInsert(encrypted);
        }
        SqmMultiTableInsertStrategy usual = super.createInsertStrategy(root, process);
        return encrypts(context) ? new CheckedInserts(usual) : usual;
    }

    /** Whether anything is encrypted at all. */
    private static boolean encrypts(RuntimeModelCreationContext context) {
        return context.getServiceRegistry()
                .requireService(EncryptedMappings.class)
                .encrypts(context.getBootstrapContext());
    }

    /** An encrypted attribute of a hierarchy, read from the boot model since the runtime model is being built. */
    private static @Nullable EncryptedAttribute encrypted(EntityMappingType root, RuntimeModelCreationContext context) {
        PersistentClass entity = context.getBootModel().getEntityBinding(root.getEntityName());
        return entity == null ? null : BootModel.firstEncrypted(entity);
    }
}
