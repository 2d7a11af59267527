package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.compat.EntityTables;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.hibernate.type.IndexValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The blind indexes in the state of one entity. Safe for use by many threads. */
final class StateIndexes {

    private final List<StateIndex> indexes;
    private final int[] lookups;

    private StateIndexes(List<StateIndex> indexes, int[] lookups) {
        this.indexes = List.copyOf(indexes);
        this.lookups = lookups;
    }

    static StateIndexes of(EntityPersister entity) {
        List<StateIndex> found = new ArrayList<>();
        int count = entity.getNumberOfAttributeMappings();
        for (int i = 0; i < count; i++) {
            AttributeMapping attribute = entity.getAttributeMapping(i);
            collect(entity, attribute, StateAttribute.of(attribute), found);
        }
        return new StateIndexes(found, lookups(entity, found));
    }

    /** The attributes that stand for parts of others, which have no values. */
    private static int[] lookups(EntityPersister entity, List<StateIndex> indexes) {
        return IntStream.range(0, entity.getNumberOfAttributeMappings())
                .filter(position ->
                        entity.getAttributeMapping(position).getPropertyAccess() instanceof IndexPropertyAccess)
                .filter(position -> indexes.stream().noneMatch(index -> index.position() == position))
                .toArray();
    }

    private static void collect(
            EntityPersister entity, AttributeMapping attribute, StateAttribute read, List<StateIndex> found) {
        if (attribute instanceof EmbeddableValuedModelPart embedded) {
            EmbeddableMappingType embeddable = embedded.getEmbeddableTypeDescriptor();
            int count = embeddable.getNumberOfAttributeMappings();
            for (int i = 0; i < count; i++) {
                AttributeMapping inner = embeddable.getAttributeMapping(i);
                collect(entity, inner, read.inside(embeddable, inner), found);
            }
        } else if (attribute instanceof BasicValuedMapping basic
                && basic.getJdbcMapping() instanceof EncryptedType<?> type) {
            for (IndexValues values : type.indexes()) {
                AttributeMapping property =
                        entity.findAttributeMapping(values.index().property());
                if (property != null) {
                    int position = property.getStateArrayPosition();
                    found.add(new StateIndex(position, read, values, makesRow(entity, position)));
                }
            }
        }
    }

    private static boolean makesRow(EntityPersister entity, int position) {
        return EntityTables.of(entity).stream()
                .anyMatch(table -> table.isOptional()
                        && Arrays.stream(table.getAttributeIndexes()).anyMatch(held -> held == position));
    }

    boolean isEmpty() {
        return indexes.isEmpty();
    }

    /** An attribute with a unique index, or null. */
    @Nullable EncryptedAttribute unique() {
        return indexes.stream()
                .map(StateIndex::values)
                .filter(values -> values.index().isNext())
                .map(IndexValues::attribute)
                .findFirst()
                .orElse(null);
    }

    /** Has the index values made of what the state holds when it is written. */
    void prepare(@Nullable Object[] state) {
        indexes.forEach(index -> index.prepare(state));
        for (int lookup : lookups) {
            state[lookup] = null;
        }
    }

    /**
     * What changes with what has changed.
     *
     * @param dirty positions of the attributes that Hibernate found changed
     * @return the same with the indexes of those attributes, and with no others
     */
    int[] completed(int[] dirty) {
        IntStream attributes = Arrays.stream(dirty)
                .filter(position -> indexes.stream().noneMatch(index -> index.position() == position));
        IntStream changed = indexes.stream()
                .filter(index -> Arrays.stream(dirty)
                        .anyMatch(position -> position == index.attribute().position()))
                .mapToInt(StateIndex::position);
        return IntStream.concat(attributes, changed).toArray();
    }
}
