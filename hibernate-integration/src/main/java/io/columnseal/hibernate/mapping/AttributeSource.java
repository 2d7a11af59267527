package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.Scope;
import io.columnseal.hibernate.compat.ImpliedType;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.lang.reflect.Type;
import java.util.List;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/** An annotated attribute as Hibernate has bound it so far: where it is, what it is, how it is called. */
final class AttributeSource {

    private final MetadataBuildingContext building;
    private final @Nullable PersistentClass entity;
    private final Property property;
    private final List<Property> path;

    AttributeSource(MetadataBuildingContext building, @Nullable PersistentClass entity, Property property) {
        this.building = building;
        this.entity = entity;
        this.property = property;
        this.path = entity == null ? List.of(property) : AttributePath.to(property, entity);
    }

    MetadataBuildingContext building() {
        return building;
    }

    @Nullable PersistentClass entity() {
        return entity;
    }

    Property property() {
        return property;
    }

    /** The properties from the entity's own down to the attribute; of an embeddable in a collection just the attribute. */
    List<Property> path() {
        return path;
    }

    String dottedPath() {
        return path.isEmpty() ? property.getName() : AttributePath.dotted(path);
    }

    /** The attribute's value, or the elements of a collection. */
    Value element() {
        return property.getValue() instanceof Collection collection ? collection.getElement() : property.getValue();
    }

    /** The same once {@link Eligibility} has found it basic. */
    BasicValue value() {
        return (BasicValue) element();
    }

    /** Its column once {@link Eligibility} has found it to have one. */
    Column column() {
        return (Column) value().getColumn();
    }

    /** The declared type, generic where it was declared so. */
    Type javaType() {
        Type type = ImpliedType.of(value(), building.getBootstrapContext().getTypeConfiguration());
        if (type == null) {
            throw refused("its Java type is not known to Hibernate", "Declare the attribute with a concrete type");
        }
        return type;
    }

    /** Name of its entity, or of the collection whose elements it is in. */
    String owner() {
        if (entity != null) {
            return entity.getEntityName();
        }
        for (Collection collection : building.getMetadataCollector().getCollectionBindings()) {
            if (property.getValue().getTable().equals(collection.getCollectionTable())) {
                return collection.getRole();
            }
        }
        return property.getValue().getTable().getName();
    }

    String typeName() {
        return "columnseal:" + owner() + "." + dottedPath() + "@" + defaultContext();
    }

    /** @param sealable what is to be sealed: the attribute's type, or what its converter makes of it */
    ValueCodec<?> codec(CodecRegistry codecs, Type sealable) {
        return codecs.find(sealable)
                .orElseThrow(() -> refused(
                        "there is no codec for " + sealable.getTypeName(),
                        "Add Jackson 3 (tools.jackson.core:jackson-databind) to keep it as JSON, or give the attribute a"
                                + " JPA converter to a type that has a codec"));
    }

    EncryptedAttribute attribute(Encrypted encrypted, ValueCodec<?> codec, List<AttributeIndex> indexes) {
        return new EncryptedAttribute(
                owner(),
                dottedPath(),
                encrypted.context().isEmpty() ? defaultContext() : encrypted.context(),
                encrypted.purpose(),
                codec,
                encrypted.storage(),
                encrypted.paddingBytes() == 0 ? codec.defaultPaddingBytes() : encrypted.paddingBytes(),
                encrypted.scope() == Scope.SHARED,
                indexes,
                false);
    }

    UnsupportedMappingException refused(String problem, String remedy) {
        return new UnsupportedMappingException(owner(), dottedPath(), problem, remedy);
    }

    /** Mapped table and column. */
    String defaultContext() {
        return value().getTable().getName() + "." + column().getName();
    }
}
