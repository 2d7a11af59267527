package io.columnseal.hibernate.query;

import io.columnseal.hibernate.compat.QueryPaths;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.model.domain.EntityDomainType;
import org.hibernate.query.sqm.tree.expression.SqmAliasedNodeRef;
import org.hibernate.query.sqm.tree.from.SqmFrom;
import org.hibernate.query.sqm.tree.select.SqmQueryPart;
import org.hibernate.spi.NavigablePath;

/**
 * Refuses {@code (select p from … union all …) order by ssn}: Hibernate orders by the columns that the attribute of a
 * selected entity ended up in, and no path of it is ever translated.
 */
final class OrdersByAttribute {

    private OrdersByAttribute() {}

    /** @param part the query part that is ordered */
    static void check(SqmAliasedNodeRef reference, SqmQueryPart<?> part, MappingMetamodel model) {
        NavigablePath path = reference.getNavigablePath();
        if (path == null) {
            return;
        }
        Object item = part.getFirstQuerySpec()
                .getSelectClause()
                .getSelections()
                .get(reference.getPosition() - 1)
                .getSelectableNode();
        if (item instanceof SqmFrom<?, ?> from && QueryPaths.type(from) instanceof EntityDomainType<?> entity) {
            EncryptedAttribute attribute = SealedMappings.first(
                    model.getEntityDescriptor(entity.getHibernateEntityName()).findSubPart(path.getLocalName(), null));
            if (attribute != null) {
                throw QueryGuard.refusal(attribute, Use.ORDERED);
            }
        }
    }
}
