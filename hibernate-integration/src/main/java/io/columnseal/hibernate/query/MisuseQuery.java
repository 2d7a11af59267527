package io.columnseal.hibernate.query;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.jspecify.annotations.Nullable;

/**
 * A query that sorts by an encrypted attribute, which must never be possible.
 *
 * @param entity the name of the entity it selects from
 * @param path the attribute, from the entity on
 */
record MisuseQuery(String entity, List<Step> path) {

    MisuseQuery {
        path = List.copyOf(path);
    }

    /** One on any encrypted attribute of the model; null if it has none. */
    static @Nullable MisuseQuery of(MappingMetamodel model) {
        MisuseQuery[] found = new MisuseQuery[1];
        model.forEachEntityDescriptor(entity -> found[0] = found[0] == null ? of(entity) : found[0]);
        return found[0];
    }

    private static @Nullable MisuseQuery of(EntityMappingType entity) {
        List<Step> path = firstEncrypted(entity);
        return path == null ? null : new MisuseQuery(entity.getEntityName(), path);
    }

    /** By criteria: the parser of HQL takes a quarter of a second when it is first used, and is not what is tested. */
    SqmStatement<?> statement(SessionFactoryImplementor factory) {
        CriteriaBuilder criteria = factory.getQueryEngine().getCriteriaBuilder();
        CriteriaQuery<Object> query = criteria.createQuery();
        From<?, ?> from =
                query.from(factory.getRuntimeMetamodels().getJpaMetamodel().entity(entity));
        int joined = path.stream().map(Step::collection).toList().lastIndexOf(true) + 1;
        for (Step step : path.subList(0, joined)) {
            from = from.join(step.name());
        }
        Path<?> misused = from;
        for (Step step : path.subList(joined, path.size())) {
            misused = misused.get(step.name());
        }
        query.select(misused).orderBy(criteria.asc(misused));
        return (SqmStatement<?>) query;
    }

    @Override
    public String toString() {
        return "order by " + entity
                + path.stream().map(step -> "." + step.name()).collect(Collectors.joining());
    }

    private static @Nullable List<Step> firstEncrypted(ManagedMappingType type) {
        AttributeMappingsList attributes = type.getAttributeMappings();
        for (int i = 0; i < attributes.size(); i++) {
            AttributeMapping attribute = attributes.get(i);
            List<Step> further = further(attribute);
            if (further != null) {
                Step first = new Step(attribute.getAttributeName(), attribute instanceof PluralAttributeMapping);
                return Stream.concat(Stream.of(first), further.stream()).toList();
            }
        }
        return null;
    }

    /** How to go on to an encrypted attribute: not at all if the part is one, null if there is none. */
    private static @Nullable List<Step> further(ModelPart part) {
        if (part instanceof PluralAttributeMapping collection) {
            return further(collection.getElementDescriptor());
        }
        if (part instanceof EmbeddableValuedModelPart embedded) {
            return firstEncrypted(embedded.getEmbeddableTypeDescriptor());
        }
        return SealedMappings.first(part) == null ? null : List.of();
    }

    /**
     * A part of a path.
     *
     * @param collection whether its elements can be named through a join only
     */
    record Step(String name, boolean collection) {}
}
