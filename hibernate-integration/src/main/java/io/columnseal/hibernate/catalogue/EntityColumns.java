package io.columnseal.hibernate.catalogue;

import io.columnseal.catalogue.TenantColumn;
import io.columnseal.hibernate.compat.EntityTables;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.TenantAttribute;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.TableDetails;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.jspecify.annotations.Nullable;

/** The columns of an entity's own tables, secondary and inherited ones included. */
final class EntityColumns implements ColumnScan.Place {

    private final AbstractEntityPersister entity;

    private EntityColumns(AbstractEntityPersister entity) {
        this.entity = entity;
    }

    static EntityColumns of(EntityPersister descriptor) {
        return new EntityColumns((AbstractEntityPersister) descriptor);
    }

    static void add(EntityPersister descriptor, ColumnScan scan) {
        EntityColumns place = of(descriptor);
        AbstractEntityPersister entity = place.entity;
        if (entity instanceof UnionSubclassEntityPersister && entity.isAbstract()) {
            // Has no table: its columns are copied into those of its subclasses
            return;
        }
        AttributeMappingsList attributes = entity.getAttributeMappings();
        for (int i = 0; i < attributes.size(); i++) {
            scan.add(attributes.get(i), place);
        }
        // Audit tables of collections keep the element in the key
        scan.add(entity.getIdentifierMapping(), place);
    }

    @Override
    public @Nullable String table(SelectableMapping column) {
        String table = entity instanceof UnionSubclassEntityPersister
                // An inherited column claims to lie in the table of the class that declares it
                ? entity.getIdentifierTableName()
                : column.getContainingTableExpression();
        return isStored(table) ? table : null;
    }

    /** Not so for a query in place of a table ({@code @Subselect}). */
    private boolean isStored(String table) {
        return tableMapping(table) != null;
    }

    @Override
    public List<String> keyColumns(String table) {
        EntityTableMapping mapping = tableMapping(table);
        List<String> columns = new ArrayList<>();
        if (mapping != null) {
            // Not the table's own type of key, which is a class in one version and an interface in another
            TableDetails.KeyDetails key = ((TableDetails) mapping).getKeyDetails();
            key.getKeyColumns().forEach(column -> columns.add(column.getColumnName()));
        }
        return columns;
    }

    /** Whether all that is known by the entity's name has its key in one table. */
    boolean isOneTable() {
        return !(entity instanceof UnionSubclassEntityPersister) || !entity.isAbstract() && !entity.hasSubclasses();
    }

    /** An audit table's is a copy of that of the entity which the attribute belongs to. */
    @Override
    public @Nullable TenantColumn tenant(String table, EncryptedAttribute attribute) {
        TenantColumn own = tenant();
        EntityPersister declaring = entity.getFactory().getMappingMetamodel().findEntityDescriptor(attribute.entity());
        TenantAttribute copied = own != null || declaring == null ? null : TenantAttribute.of(declaring);
        return copied == null
                ? own
                : tenant(
                        entity.findAttributeMapping(copied.path()) instanceof SelectableMapping column ? column : null);
    }

    /** Where its rows name their tenant; null if they do not. */
    @Nullable TenantColumn tenant() {
        TenantAttribute attribute = TenantAttribute.of(entity);
        return tenant(attribute == null ? null : attribute.columnIn(entity));
    }

    private @Nullable TenantColumn tenant(@Nullable SelectableMapping column) {
        String tenants = column == null ? null : table(column);
        return column == null || tenants == null
                ? null
                : new TenantColumn(tenants, keyColumns(tenants), column.getSelectionExpression());
    }

    /** Audit tables share attributes with the tables they audit, but have no indexes. */
    @Override
    public @Nullable String indexColumn(AttributeIndex index) {
        return entity.findAttributeMapping(index.property()) instanceof SelectableMapping column
                ? column.getSelectionExpression()
                : null;
    }

    private @Nullable EntityTableMapping tableMapping(String table) {
        for (EntityTableMapping mapping : EntityTables.of(entity)) {
            if (mapping.getTableName().equals(table) && !table.startsWith("(")) {
                return mapping;
            }
        }
        return null;
    }
}
