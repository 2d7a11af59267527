package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.compat.AuditLogs;
import io.columnseal.hibernate.compat.BootProperty;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.type.EncryptedTypes;
import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.hibernate.type.LookupType;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Maps the attribute that queries find the part of another one by: over the column of the index values, never loaded nor
 * written.
 */
final class LookupMapping {

    private final AttributeSource source;
    private final PersistentClass entity;
    private final AttributeIndex.Part part;

    LookupMapping(AttributeSource source, PersistentClass entity, AttributeIndex.Part part) {
        this.source = source;
        this.entity = entity;
        this.part = part;
    }

    /**
     * @param column of the index values
     * @throws UnsupportedMappingException if the entity's class has no property for it, or one that is mapped
     */
    Property property(IndexValues index, Table table, Column column, EncryptedTypes types) {
        Class<?> type = part.codec().type();
        requireProperty(type);
        Column same = column.clone();
        BasicValue value = new BasicValue(source.building(), table);
        value.setTypeName(registeredType(index, types));
        value.addColumn(same, false, false);

        Property property = new Property();
        property.setName(part.attribute());
        property.setValue(value);
        property.setInsertable(false);
        BootProperty.setUpdatable(property, false);
        property.setOptional(true);
        property.setSelectable(false);
        property.setOptimisticLocked(false);
        AuditLogs.exclude(property);
        property.setPropertyAccessorName(unauditedAccess());
        property.setPropertyAccessStrategy(new IndexPropertyAccess(type));
        return property;
    }

    private String registeredType(IndexValues index, EncryptedTypes types) {
        TypeConfiguration configuration =
                source.building().getBootstrapContext().getTypeConfiguration();
        String name = source.typeName() + "#" + part.attribute();
        LookupType<?> type = types.createLookup(
                name,
                index,
                configuration.getJdbcTypeRegistry().getDescriptor(SqlTypes.VARBINARY),
                configuration.getBasicTypeForJavaType((Class<?>) part.codec().type()));
        configuration.getBasicTypeRegistry().register(type, name);
        return name;
    }

    private void requireProperty(Class<?> type) {
        if (entity.hasProperty(part.attribute())) {
            throw source.refused(
                    "queries are to find its blind index by " + part.attribute() + ", but that is an attribute of "
                            + entity.getEntityName() + " already",
                    "Annotate that one @Transient if it was made for this, or name the index otherwise");
        }
        Class<?> declared = declaredType(entity.getMappedClass());
        if (declared == null || MethodType.methodType(declared).wrap().returnType() != type) {
            throw source.refused(
                    "queries are to find its blind index by " + part.attribute() + ", but "
                            + entity.getMappedClass().getName() + " has "
                            + (declared == null ? "no such property" : "it as a " + declared.getName()),
                    "Add to the class: @Transient " + type.getSimpleName() + " " + part.attribute() + "; or a getter "
                            + getter("get") + "()");
        }
    }

    /** Of a field or a getter, as Spring Data and others find properties; null without any. */
    private @Nullable Class<?> declaredType(Class<?> owner) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(part.attribute())) {
                    return field.getType();
                }
            }
            for (Method method : type.getDeclaredMethods()) {
                if (isGetter(method)) {
                    return method.getReturnType();
                }
            }
        }
        return null;
    }

    /**
     * Envers takes a member of that name and kind for an audited attribute; Hibernate 6.6's does so even if it is annotated
     * {@code @Transient}. So it is to look for what the class does not have.
     */
    private String unauditedAccess() {
        for (Class<?> type = entity.getMappedClass(); type != null; type = type.getSuperclass()) {
            if (Arrays.stream(type.getDeclaredMethods()).anyMatch(this::isGetter)) {
                return "field";
            }
        }
        return "property";
    }

    private boolean isGetter(Method method) {
        return method.getParameterCount() == 0
                && !method.isBridge()
                && method.getReturnType() != void.class
                && (method.getName().equals(getter("get")) || method.getName().equals(getter("is")));
    }

    private String getter(String prefix) {
        String name = part.attribute();
        return prefix + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
