package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.BlindIndexes;
import org.hibernate.binder.AttributeBinder;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/** Refuses several blind indexes where {@link BlindIndexBinder} refuses one. */
public final class BlindIndexesBinder implements AttributeBinder<BlindIndexes> {

    @Override
    public void bind(
            BlindIndexes annotation,
            MetadataBuildingContext building,
            @Nullable PersistentClass entity,
            Property property) {
        BlindIndexBinder.check(BlindIndexes.class, building, entity, property);
    }
}
