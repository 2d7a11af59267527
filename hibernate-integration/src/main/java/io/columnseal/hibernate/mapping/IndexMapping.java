package io.columnseal.hibernate.mapping;

import io.columnseal.ColumnSeal;
import io.columnseal.Uniqueness;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.compat.AuditLogs;
import io.columnseal.hibernate.compat.BootProperty;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.type.EncryptedTypes;
import io.columnseal.hibernate.type.IndexValueType;
import io.columnseal.hibernate.type.IndexValues;
import java.util.List;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.SyntheticProperty;
import org.hibernate.mapping.Table;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * Maps the blind index of an attribute: a column in the attribute's table, a database index on it, and a property of the
 * entity that no class has, through which Hibernate writes the column whenever it writes the attribute's.
 */
final class IndexMapping {

    private final AttributeSource source;
    private final PersistentClass entity;
    private final BlindIndex declared;
    private final Uniqueness uniqueness;

    private IndexMapping(AttributeSource source, PersistentClass entity, BlindIndex declared, Uniqueness uniqueness) {
        this.source = source;
        this.entity = entity;
        this.declared = declared;
        this.uniqueness = uniqueness;
    }

    /** One for each of an attribute's indexes, two for a unique one, which has two columns. */
    static List<IndexMapping> of(AttributeSource source) {
        PersistentClass entity = source.entity();
        return entity == null
                ? List.of()
                : IndexDefinition.declared(source).stream()
                        .flatMap(declared -> columns(declared).stream()
                                .map(uniqueness -> new IndexMapping(source, entity, declared, uniqueness)))
                        .toList();
    }

    private static List<Uniqueness> columns(BlindIndex declared) {
        return declared.unique() ? List.of(Uniqueness.CURRENT, Uniqueness.NEXT) : List.of(Uniqueness.NONE);
    }

    /** @throws UnsupportedMappingException if values of the type cannot be indexed, or not so */
    AttributeIndex define(ValueCodec<?> codec, ColumnSeal seal) {
        return new IndexDefinition(source).index(declared, uniqueness, codec, seal);
    }

    /** @param values those of the index that was defined */
    BoundIndex bind(IndexValues values, EncryptedTypes types) {
        AttributeIndex index = values.index();
        Table table = source.value().getTable();
        Column column = column(index, table);
        add(property(index, table, column), table);
        AttributeIndex.Part part = index.part();
        if (part != null) {
            add(new LookupMapping(source, entity, part).property(values, table, column, types), table);
        }
        BoundIndex bound = new BoundIndex(index, column, declared.indexName());
        bound.createOn(table, building().getMetadataCollector().getDatabase());
        return bound;
    }

    private Column column(AttributeIndex index, Table table) {
        Identifier name = IndexNames.column(declared, index, source.column(), building());
        Column column = new Column(name.render());
        column.setLength((long) index.valueBytes());
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

    private Property property(AttributeIndex index, Table table, Column column) {
        Property attribute = source.property();
        Property outermost = source.path().get(0);
        boolean insertable = attribute.isInsertable() && outermost.isInsertable();
        boolean updatable = BootProperty.isUpdatable(attribute) && BootProperty.isUpdatable(outermost);
        BasicValue value = new BasicValue(building(), table);
        value.setTypeName(registeredType());
        // An upsert asks the column alone
        value.addColumn(column, insertable, updatable);

        Property property = new SyntheticProperty();
        property.setName(index.property());
        property.setValue(value);
        property.setInsertable(insertable);
        BootProperty.setUpdatable(property, updatable);
        property.setOptional(true);
        property.setSelectable(false);
        property.setOptimisticLocked(false);
        // Its value is made for the one statement that writes the row
        AuditLogs.exclude(property);
        // Left alone together with an attribute that is not fetched
        property.setLazy(outermost.isLazy());
        property.setLazyGroup(outermost.getLazyGroup());
        property.setPropertyAccessorName(IndexPropertyAccess.class.getName());
        property.setPropertyAccessStrategy(new IndexPropertyAccess(Object.class));
        return property;
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
}
