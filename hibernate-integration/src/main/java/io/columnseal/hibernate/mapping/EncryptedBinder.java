package io.columnseal.hibernate.mapping;

import io.columnseal.ColumnSealException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.compat.ColumnJdbcType;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.hibernate.type.MixedColumn;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.binder.AttributeBinder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.internal.util.ReflectHelper;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
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
        try {
            mappings.requireSupportedHibernate();
            BoundAttribute bound = bound(encrypted, building, mappings, entity, property);
            mappings.add(bootstrap, bound);
        } catch (ColumnSealException e) {
            if (entity != null) {
                throw e;
            }
            // Without an entity Hibernate fails on the message it makes of our exception, and ours is lost
            mappings.refuse(bootstrap, e);
        }
    }

    private static BoundAttribute bound(
            Encrypted encrypted,
            MetadataBuildingContext building,
            EncryptedMappings mappings,
            @Nullable PersistentClass entity,
            Property property) {
        AttributeSource source = new AttributeSource(building, entity, property);
        Eligibility.check(source);
        BasicValue value = source.value();
        Column column = source.column();
        TypeConfiguration types = building.getBootstrapContext().getTypeConfiguration();
        Dialect dialect = building.getMetadataCollector().getDatabase().getDialect();

        AdoptedConverter converter = AdoptedConverter.of(source);
        ValueCodec<?> codec = source.codec(mappings.seal().codecs(), converter.sealableType());
        List<IndexMapping> indexMappings = IndexMapping.of(source);
        List<AttributeIndex> indexes = indexMappings.stream()
                .map(mapping -> mapping.define(codec, mappings.seal()))
                .toList();
        EncryptedAttribute attribute = source.attribute(encrypted, codec, indexes);
        MixedColumn mixed = MigrationSettings.of(source, attribute, mappings);
        SealedColumnDefinition definition = new SealedColumnDefinition(attribute, value, column, dialect);
        JdbcType jdbcType = ColumnJdbcType.of(types.getJdbcTypeRegistry(), definition.sqlTypeCode());
        Class<Object> javaType = wrapperClass(source);
        EncryptedType<?> type = mappings.types()
                .create(
                        source.typeName(),
                        attribute,
                        javaType,
                        converter.converter(),
                        jdbcType,
                        types.getBasicTypeForJavaType(javaType),
                        mixed);

        if (column.getSqlTypeCode() != null) {
            throw source.refused(
                    "another mapping has already settled the type of column " + column.getName(),
                    "Map the column once, and let no key or association refer to it");
        }
        types.getBasicTypeRegistry().register(type, source.typeName());
        value.setTypeName(source.typeName());
        value.setExplicitMutabilityPlanAccess(null);
        definition.prepare(column, dialect, mixed == null);
        OptimisticLocking.exclude(source);
        List<BoundIndex> boundIndexes = new ArrayList<>();
        for (int i = 0; i < indexes.size(); i++) {
            boundIndexes.add(indexMappings.get(i).bind(type.indexes().get(i), mappings.types()));
        }
        return new BoundAttribute(
                type,
                entity,
                property,
                value,
                column,
                !encrypted.context().isEmpty(),
                definition,
                boundIndexes,
                List.copyOf(column.getCheckConstraints()));
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> wrapperClass(AttributeSource source) {
        Class<?> type = ReflectHelper.getClass(source.javaType());
        return (Class<Object>) MethodType.methodType(type).wrap().returnType();
    }
}
