package io.columnseal.hibernate.catalogue;

import io.columnseal.catalogue.TenantColumn;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.ValuedModelPart;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/** The columns of an element collection's table. */
final class CollectionColumns implements ColumnScan.Place {

    private final PluralAttributeMapping collection;

    private CollectionColumns(PluralAttributeMapping collection) {
        this.collection = collection;
    }

    static void add(CollectionPersister descriptor, ColumnScan scan) {
        PluralAttributeMapping collection = descriptor.getAttributeMapping();
        scan.add(collection.getElementDescriptor(), new CollectionColumns(collection));
    }

    @Override
    public String table(SelectableMapping column) {
        return column.getContainingTableExpression();
    }

    /** The owner and the element's place in the collection; none for a bag, whose rows nothing tells apart. */
    @Override
    public List<String> keyColumns(String table) {
        List<String> columns = new ArrayList<>();
        if (collection.getIdentifierDescriptor() != null) {
            collection.getIdentifierDescriptor().forEachSelectable((i, column) -> add(column, columns));
            return columns;
        }
        CollectionPart index = collection.getIndexDescriptor();
        if (index != null) {
            collection.getKeyDescriptor().getKeyPart().forEachSelectable((i, column) -> add(column, columns));
            index.forEachSelectable((i, column) -> add(column, columns));
        }
        return columns;
    }

    /** The owner's, where a row's key begins with that of its owner. */
    @Override
    public @Nullable TenantColumn tenant(String table, EncryptedAttribute element) {
        if (collection.getIdentifierDescriptor() != null || collection.getIndexDescriptor() == null) {
            return null;
        }
        ValuedModelPart target = collection.getKeyDescriptor().getTargetPart();
        List<String> referenced = new ArrayList<>();
        target.forEachSelectable((i, column) -> add(column, referenced));
        EntityColumns owner =
                EntityColumns.of(collection.findContainingEntityMapping().getEntityPersister());
        return owner.isOneTable() && referenced.equals(owner.keyColumns(target.getContainingTableExpression()))
                ? owner.tenant()
                : null;
    }

    @Override
    public @Nullable String indexColumn(AttributeIndex index) {
        return null;
    }

    private static void add(SelectableMapping column, List<String> columns) {
        columns.add(column.getSelectionExpression());
    }
}
