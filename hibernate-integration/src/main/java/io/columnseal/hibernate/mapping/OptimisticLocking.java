package io.columnseal.hibernate.mapping;

import org.hibernate.engine.OptimisticLockStyle;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/**
 * Keeps encrypted attributes out of version checks that compare columns: the old value, sealed again, never equals what
 * is stored, and every update would seem to have been overtaken.
 */
final class OptimisticLocking {

    private OptimisticLocking() {}

    static void exclude(AttributeSource source) {
        PersistentClass entity = source.entity();
        if (entity == null || source.path().isEmpty()) {
            return;
        }
        OptimisticLockStyle style = entity.getRootClass().getOptimisticLockStyle();
        if (style == OptimisticLockStyle.ALL || style == OptimisticLockStyle.DIRTY) {
            // Hibernate compares an embeddable as a whole
            Property ofEntity = source.path().get(0);
            ofEntity.setOptimisticLocked(false);
        }
    }
}
