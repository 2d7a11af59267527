package io.columnseal.hibernate.mapping;

import java.util.HashSet;
import java.util.Set;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SelfDirtinessTracker;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.jspecify.annotations.Nullable;

/** The attributes that Hibernate is about to write for an entity whose loaded state it knows. For one thread. */
final class WrittenAttributes {

    private final EntityPersister persister;
    private final Set<Integer> changed;
    private final boolean onlyChanged;
    private final boolean fetchedOnly;

    private WrittenAttributes(
            EntityPersister persister, Set<Integer> changed, boolean onlyChanged, boolean fetchedOnly) {
        this.persister = persister;
        this.changed = changed;
        this.onlyChanged = onlyChanged;
        this.fetchedOnly = fetchedOnly;
    }

    static WrittenAttributes of(
            Object owner, EntityEntry entry, EntityPersister persister, SessionImplementor session) {
        Object[] state = persister.getValues(owner);
        Object[] loaded = entry.getLoadedState();
        // As Hibernate finds what to write
        int @Nullable [] dirty = owner instanceof SelfDirtinessTracker tracker
                ? persister.resolveDirtyAttributeIndexes(
                        state, loaded, tracker.$$_hibernate_getDirtyAttributes(), session)
                : persister.findDirty(state, loaded, owner, session);
        Set<Integer> changed = new HashSet<>();
        if (dirty != null) {
            for (int position : dirty) {
                changed.add(position);
            }
        }
        return new WrittenAttributes(
                persister,
                changed,
                persister.isDynamicUpdate() || !entry.isModifiableEntity(),
                persister.hasUninitializedLazyProperties(owner));
    }

    /**
     * @param attribute of the entity itself
     * @param indexProperty the property that is to be written with it
     */
    boolean contains(String attribute, String indexProperty) {
        int position = persister.findAttributeMapping(attribute).getStateArrayPosition();
        if (onlyChanged || (fetchedOnly && persister.getPropertyLaziness()[position])) {
            return changed.contains(position);
        }
        // One table for each class, whatever its attributes say
        return persister instanceof UnionSubclassEntityPersister
                || writes(table(persister.findAttributeMapping(indexProperty)));
    }

    /** Whether Hibernate writes a table, which it then does with all columns. */
    private boolean writes(String table) {
        Generator[] generators = persister.getGenerators();
        int count = persister.getNumberOfAttributeMappings();
        for (int position = 0; position < count; position++) {
            AttributeMapping attribute = persister.getAttributeMapping(position);
            if ((changed.contains(position) || generates(generators[position]) || attribute == version())
                    && liesIn(attribute, table)) {
                return true;
            }
        }
        return false;
    }

    /** The version may change for a collection's sake. */
    private @Nullable Object version() {
        return persister.getVersionMapping() == null
                ? null
                : persister.getVersionMapping().getVersionAttribute();
    }

    private static boolean generates(@Nullable Generator generator) {
        return generator != null && generator.generatesOnUpdate() && !(generator instanceof IndexValueGenerator);
    }

    private static String table(AttributeMapping attribute) {
        return attribute.getSelectable(0).getContainingTableExpression();
    }

    private static boolean liesIn(AttributeMapping attribute, String table) {
        for (int i = 0; i < attribute.getJdbcTypeCount(); i++) {
            if (attribute.getSelectable(i).getContainingTableExpression().equals(table)) {
                return true;
            }
        }
        return false;
    }
}
