package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import org.hibernate.binder.AttributeBinder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/**
 * Refuses {@link BlindIndex} where there is nothing to index or no room for an index. Indexes themselves are bound together
 * with what they index, by {@link EncryptedBinder}, whichever annotation comes first.
 */
public final class BlindIndexBinder implements AttributeBinder<BlindIndex> {

    @Override
    public void bind(
            BlindIndex annotation,
            MetadataBuildingContext building,
            @Nullable PersistentClass entity,
            Property property) {
        check(BlindIndex.class, building, entity, property);
    }

    /** @param annotation the one that Hibernate has found, this or the one that holds several */
    static void check(
            Class<? extends Annotation> annotation,
            MetadataBuildingContext building,
            @Nullable PersistentClass entity,
            Property property) {
        AttributeSource source = new AttributeSource(building, entity, property);
        if (entity == null) {
            // Thrown here, Hibernate would lose it
            BootstrapContext bootstrap = building.getBootstrapContext();
            bootstrap
                    .getServiceRegistry()
                    .requireService(EncryptedMappings.class)
                    .refuse(bootstrap, inCollection(source));
        } else if (property.getValue() instanceof Collection) {
            throw inCollection(source);
        } else if (!isEncrypted(source, entity, annotation)) {
            throw source.refused(
                    "@BlindIndex is for encrypted attributes", "Add @Encrypted, or index the column with @Index");
        }
    }

    private static boolean isEncrypted(
            AttributeSource source, PersistentClass entity, Class<? extends Annotation> annotation) {
        AnnotatedElement member = DeclaredMember.of(source.path(), entity, annotation);
        return member != null && member.isAnnotationPresent(Encrypted.class);
    }

    private static UnsupportedMappingException inCollection(AttributeSource source) {
        return source.refused(
                "elements of a collection cannot have a blind index",
                "Make the elements an entity of their own to find them by value, or remove @BlindIndex");
    }
}
