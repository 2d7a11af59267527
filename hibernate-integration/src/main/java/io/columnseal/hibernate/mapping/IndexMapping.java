package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.type.IndexValueType;
import io.columnseal.hibernate.type.IndexValues;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.IndexedValues;
import io.columnseal.index.NormalForms;
import java.lang.reflect.AnnotatedElement;
import java.util.EnumSet;
import java.util.List;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.generator.EventType;
import org.hibernate.internal.util.ReflectHelper;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.SyntheticProperty;
import org.hibernate.mapping.Table;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Maps the blind index of an attribute: a column in the attribute's table, a database index on it, and a property of the
 * entity that no class has, through which Hibernate writes the column whenever it writes the attribute's.
 */
final class IndexMapping {

    private static final String PROPERTY_SUFFIX = "$bidx";

    private final AttributeSource source;
    private final PersistentClass entity;
    private final BlindIndex declared;

    private IndexMapping(AttributeSource source, PersistentClass entity, BlindIndex declared) {
        this.source = source;
        this.entity = entity;
        this.declared = declared;
    }

    /** Null for an attribute without an index, or with one that {@link BlindIndexBinder} refuses. */
    static @Nullable IndexMapping of(AttributeSource source) {
        PersistentClass entity = source.entity();
        if (entity == null || source.property().getValue() instanceof Collection) {
            return null;
        }
        AnnotatedElement member = DeclaredMember.of(source.path(), entity, Encrypted.class);
        BlindIndex declared = member == null ? null : member.getAnnotation(BlindIndex.class);
        return declared == null ? null : new IndexMapping(source, entity, declared);
    }

    /** @throws UnsupportedMappingException if values of the type cannot be indexed, or not so */
    AttributeIndex define(ValueCodec<?> codec, NormalForms normalForms) {
        Class<?> type = ReflectHelper.getClass(source.javaType());
        if (!declared.acceptFewValues() && (type.isEnum() || type == boolean.class || type == Boolean.class)) {
            // Also where a converter makes texts of them
            throw source.refused(
                    "a blind index on so few values tells nearly everything about them",
                    "Remove @BlindIndex, or accept that with @BlindIndex(acceptFewValues = true)");
        }
        IndexedValues values = new IndexedValues(
                source.owner(), source.dottedPath(), codec, List.of(declared.normalizer()), declared.acceptFewValues());
        String property = String.join("$", names(source.path())) + PROPERTY_SUFFIX;
        return new AttributeIndex(property, normalForms.of(values));
    }

    BoundIndex bind(AttributeIndex index, IndexValues values) {
        Table table = source.value().getTable();
        Column column = column(table);
        add(property(index, table, column, values), table);
        BoundIndex bound = new BoundIndex(index, column, declared.indexName());
        bound.createOn(table, building().getMetadataCollector().getDatabase());
        return bound;
    }

    private Column column(Table table) {
        Identifier name = IndexNames.column(declared, source.column(), building());
        Column column = new Column(name.render());
        column.setLength((long) BlindIndexer.VALUE_BYTES);
        column.setSqlTypeCode(SqlTypes.VARBINARY);
        if (table.getColumn(column) != null) {
            throw source.refused(
                    "its blind index needs a column, but table " + table.getName() + " already has a column "
                            + column.getName(),
                    "Name another one with @BlindIndex(column = …)");
        }
        table.addColumn(column);
        building().getMetadataCollector().addColumnNameBinding(table, name, column);
        return column;
    }

    private Property property(AttributeIndex index, Table table, Column column, IndexValues values) {
        BasicValue value = new BasicValue(building(), table);
        value.setTypeName(registeredType());
        value.addColumn(column);
        Property attribute = source.property();
        Property outermost = source.path().get(0);
        boolean insertable = attribute.isInsertable() && outermost.isInsertable();
        boolean updatable = attribute.isUpdatable() && outermost.isUpdatable();

        Property property = new SyntheticProperty();
        property.setName(index.property());
        property.setValue(value);
        property.setInsertable(insertable);
        property.setUpdatable(updatable);
        property.setOptional(true);
        property.setSelectable(false);
        property.setOptimisticLocked(false);
        // Left alone together with an attribute that is not fetched
        property.setLazy(outermost.isLazy());
        property.setLazyGroup(outermost.getLazyGroup());
        property.setPropertyAccessorName(IndexPropertyAccess.class.getName());
        property.setPropertyAccessStrategy(new IndexPropertyAccess());
        List<String> path = names(source.path());
        EnumSet<EventType> events = events(insertable, updatable);
        property.setValueGeneratorCreator(context -> new IndexValueGenerator(values, path, index.property(), events));
        return property;
    }

    private static EnumSet<EventType> events(boolean insertable, boolean updatable) {
        EnumSet<EventType> events = EnumSet.noneOf(EventType.class);
        if (insertable) {
            events.add(EventType.INSERT);
        }
        if (updatable) {
            events.add(EventType.UPDATE);
        }
        return events;
    }

    private String registeredType() {
        TypeConfiguration types = building().getBootstrapContext().getTypeConfiguration();
        BasicTypeRegistry registry = types.getBasicTypeRegistry();
        if (registry.getRegisteredType(IndexValueType.NAME) == null) {
            registry.register(
                    new IndexValueType(types.getJdbcTypeRegistry().getDescriptor(SqlTypes.VARBINARY)),
                    IndexValueType.NAME);
        }
        return IndexValueType.NAME;
    }

    private void add(Property property, Table table) {
        for (Join join : entity.getJoins()) {
            if (join.getTable().equals(table)) {
                join.addProperty(property);
                return;
            }
        }
        entity.addProperty(property);
    }

    private MetadataBuildingContext building() {
        return source.building();
    }

    private static List<String> names(List<Property> path) {
        return path.stream().map(Property::getName).toList();
    }
}
