package io.columnseal.hibernate.mapping;

import java.util.List;
import java.util.stream.Stream;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.jspecify.annotations.Nullable;

/**
 * Reads an attribute, which may lie in an embeddable, from the state of an entity. Safe for use by many threads.
 *
 * @param position in the state: of the attribute, or of the embeddable that is the entity's own
 * @param steps from there down
 */
record StateAttribute(int position, List<Step> steps) {

    StateAttribute {
        steps = List.copyOf(steps);
    }

    static StateAttribute of(AttributeMapping ofEntity) {
        return new StateAttribute(ofEntity.getStateArrayPosition(), List.of());
    }

    /** An attribute of the embeddable that this one reads. */
    StateAttribute inside(EmbeddableMappingType embeddable, AttributeMapping attribute) {
        Step step = new Step(embeddable, attribute);
        return new StateAttribute(
                position, Stream.concat(steps.stream(), Stream.of(step)).toList());
    }

    boolean isFetched(@Nullable Object[] state) {
        return state[position] != LazyPropertyInitializer.UNFETCHED_PROPERTY;
    }

    /** Null also inside an embeddable that is null, or of a subclass that does not have the attribute. */
    @Nullable Object in(@Nullable Object[] state) {
        Object value = state[position];
        for (Step step : steps) {
            if (value == null) {
                return null;
            }
            value = step.in(value);
        }
        return value;
    }

    record Step(EmbeddableMappingType embeddable, AttributeMapping attribute) {

        private @Nullable Object in(Object owner) {
            return isDeclaredBy(owner) ? embeddable.getValue(owner, attribute.getStateArrayPosition()) : null;
        }

        private boolean isDeclaredBy(Object owner) {
            return !embeddable.isPolymorphic()
                    || embeddable
                            .findSubtypeBySubclass(owner.getClass().getName())
                            .declaresAttribute(attribute);
        }
    }
}
