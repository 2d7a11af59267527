package io.columnseal.hibernate.mapping;

import io.columnseal.Storage;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.Scope;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import org.hibernate.binder.AttributeBinder;
import org.hibernate.boot.model.convert.spi.ConverterDescriptor;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.internal.util.ReflectHelper;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Value;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Gives an attribute annotated {@link Encrypted} its type. Called by Hibernate for every such attribute of every entity
 * that has it, before Hibernate decides on a type itself.
 */
public final class EncryptedBinder implements AttributeBinder<Encrypted> {

    @Override
    public void bind(
            Encrypted encrypted,
            MetadataBuildingContext building,
            @Nullable PersistentClass entity,
            Property property) {
        BootstrapContext bootstrap = building.getBootstrapContext();
        EncryptedMappings mappings = bootstrap.getServiceRegistry().requireService(EncryptedMappings.class);
        BasicValue value = basicValue(property, entity);
        Column column = (Column) value.getColumn();
        TypeConfiguration types = bootstrap.getTypeConfiguration();
        Type javaType = value.impliedJavaType(types);
        BasicValueConverter<Object, Object> converter = takeConverter(value);
        String owner = entity == null ? value.getTable().getName() : entity.getEntityName();
        String path = entity == null ? property.getName() : AttributePath.dotted(AttributePath.to(property, entity));
        Type sealable = converter == null ? javaType : converter.getRelationalJavaType().getJavaType();
        ValueCodec<?> codec = mappings.seal()
                .codecs()
                .find(sealable)
                .orElseThrow(() -> new UnsupportedMappingException(
                        owner,
                        path,
                        "no codec for " + sealable.getTypeName(),
                        "Add Jackson 3 (tools.jackson.core:jackson-databind) to keep it as JSON, or give the attribute a"
                                + " JPA converter to a type that has a codec"));
        EncryptedAttribute attribute = new EncryptedAttribute(
                owner,
                path,
                encrypted.context().isEmpty()
                        ? value.getTable().getName() + "." + column.getName()
                        : encrypted.context(),
                encrypted.purpose(),
                codec,
                encrypted.storage(),
                encrypted.paddingBytes() == 0 ? codec.defaultPaddingBytes() : encrypted.paddingBytes(),
                encrypted.scope() == Scope.SHARED);
        int sqlType = encrypted.storage() == Storage.TEXT ? SqlTypes.VARCHAR : SqlTypes.VARBINARY;
        JdbcType jdbcType = types.getJdbcTypeRegistry().getDescriptor(sqlType);
        String name = "columnseal:" + owner + "." + path + "@" + value.getTable().getName() + "." + column.getName();
        EncryptedType<?> type =
                mappings.types().create(name, attribute, wrapperClass(javaType), converter, jdbcType);
        types.getBasicTypeRegistry().register(type, name);
        value.setTypeName(name);
        column.setSqlTypeCode(sqlType);
        Long length = column.getLength();
        if (column.getSqlType() == null) {
            column.setLength((length == null ? 255 : length) * 4 + 64);
        }
        mappings.add(bootstrap, new BoundAttribute(type, entity, property, value, column));
    }

    private static BasicValue basicValue(Property property, @Nullable PersistentClass entity) {
        Value value = property.getValue();
        if (value instanceof Collection collection) {
            value = collection.getElement();
        }
        if (value instanceof BasicValue basic && basic.getColumn() instanceof Column) {
            return basic;
        }
        throw new UnsupportedMappingException(
                entity == null ? "" : entity.getEntityName(),
                property.getName(),
                "only basic attributes and collections of basic values can be encrypted",
                "Annotate the attributes of the embeddable or the other entity instead");
    }

    /** Takes the JPA converter away from Hibernate, which would put it in place of the encryption. */
    @SuppressWarnings("unchecked")
    private static @Nullable BasicValueConverter<Object, Object> takeConverter(BasicValue value) {
        ConverterDescriptor<?, ?> descriptor = value.getJpaAttributeConverterDescriptor();
        if (descriptor == null) {
            return null;
        }
        value.setJpaAttributeConverterDescriptor(null);
        return (BasicValueConverter<Object, Object>) (BasicValueConverter<?, ?>) descriptor.createJpaAttributeConverter(value);
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> wrapperClass(Type javaType) {
        return (Class<Object>)
                MethodType.methodType(ReflectHelper.getClass(javaType)).wrap().returnType();
    }
}
