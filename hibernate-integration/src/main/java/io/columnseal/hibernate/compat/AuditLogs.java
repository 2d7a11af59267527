package io.columnseal.hibernate.compat;

import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.mapping.Property;
import org.hibernate.metamodel.mapping.EntityMappingType;

/** The log that Hibernate itself keeps of an entity's changes ({@code @Audited}): from 7.4 on, Envers aside. */
public final class AuditLogs {

    private static final boolean KNOWN = VersionedMethod.exists(Property.class, "setAuditedExcluded");

    private AuditLogs() {}

    /** Keeps a property out of the log. Has to be called before the log's table gets its columns. */
    public static void exclude(Property property) {
        if (KNOWN) {
            property.setAuditedExcluded(true);
        }
    }

    /** Whether an entity is read from its log instead of its table. */
    public static boolean isRead(EntityMappingType entity, LoadQueryInfluencers session) {
        return KNOWN && session.getTemporalIdentifier() != null && entity.getAuditMapping() != null;
    }
}
