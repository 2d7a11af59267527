package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/** Finds encrypted attributes in the boot model, while the mapping model does not exist yet. */
final class BootModel {

    private BootModel() {}

    /** An encrypted attribute of an entity or one of its subclasses, or null. */
    static @Nullable EncryptedAttribute firstEncrypted(PersistentClass root) {
        Stream<PersistentClass> hierarchy = Stream.concat(Stream.of(root), root.getSubclasses().stream());
        return hierarchy
                .flatMap(entity -> entity.getPropertyClosure().stream())
                .map(Property::getValue)
                .map(BootModel::encrypted)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable EncryptedAttribute encrypted(Value value) {
        if (value instanceof BasicValue basic) {
            return basic.getType() instanceof SealedType sealed ? sealed.attribute() : null;
        }
        if (value instanceof Component component) {
            return component.getProperties().stream()
                    .map(Property::getValue)
                    .map(BootModel::encrypted)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return value instanceof Collection collection ? encrypted(collection.getElement()) : null;
    }
}
