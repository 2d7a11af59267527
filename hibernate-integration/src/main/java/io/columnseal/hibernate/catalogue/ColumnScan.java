package io.columnseal.hibernate.catalogue;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import io.columnseal.hibernate.type.EncryptedType;
import io.columnseal.hibernate.type.MixedColumn;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.SealedNormalForms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.EntityValuedModelPart;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.jspecify.annotations.Nullable;

/** Collects the columns of a runtime model whose type is an encrypted attribute's, each once. */
public final class ColumnScan {

    private static final Comparator<SealedColumn> BY_PLACE =
            Comparator.comparing(SealedColumn::table).thenComparing(SealedColumn::column);

    private final Map<List<String>, SealedColumn> byPlace = new LinkedHashMap<>();
    private final Map<List<String>, EncryptedAttribute> attributes = new HashMap<>();
    private final Map<List<String>, MixedColumn> mixed = new HashMap<>();

    private ColumnScan() {}

    /** All sealed columns, in the order of their tables and names. */
    public static List<SealedColumn> of(MappingMetamodel model) {
        return scanned(model).byPlace.values().stream().sorted(BY_PLACE).toList();
    }

    /** The normal forms of the columns' indexes. */
    public static SealedNormalForms normalForms(MappingMetamodel model) {
        return new ColumnNormalForms(scanned(model).attributes);
    }

    /** Those of the columns that are in migration. */
    public static List<MigratingColumn> migrating(MappingMetamodel model) {
        ColumnScan scan = scanned(model);
        List<MigratingColumn> migrating = new ArrayList<>();
        scan.byPlace.values().stream().sorted(BY_PLACE).forEach(column -> {
            MixedColumn mixed = scan.mixed.get(place(column.table(), column.column()));
            if (mixed != null) {
                migrating.add(new MigratingColumn(column, mixed.phase(), mixed.importer()));
            }
        });
        return migrating;
    }

    private static ColumnScan scanned(MappingMetamodel model) {
        ColumnScan scan = new ColumnScan();
        model.forEachEntityDescriptor(entity -> EntityColumns.add(entity, scan));
        model.forEachCollectionDescriptor(collection -> CollectionColumns.add(collection, scan));
        return scan;
    }

    /** What identifies a column. */
    static List<String> place(String table, String column) {
        return List.of(table, column);
    }

    /** Where a column lies. */
    interface Place {

        /** The table as written in SQL, or null if the column is no stored one. */
        @Nullable String table(SelectableMapping column);

        /** What identifies a row of the table. */
        List<String> keyColumns(String table);

        /** Where rows of the table name the tenant of an attribute's values; null if they do not. */
        @Nullable TenantColumn tenant(String table, EncryptedAttribute attribute);

        /** The column of index values beside an indexed attribute's, as written in SQL; null if there is none here. */
        @Nullable String indexColumn(AttributeIndex index);
    }

    /** Adds the encrypted columns of an attribute, a collection's element or a key; those of other entities are theirs. */
    void add(ModelPart part, Place place) {
        if (part instanceof EntityValuedModelPart || part instanceof PluralAttributeMapping) {
            return;
        }
        part.forEachSelectable((index, column) -> {
            if (column.getJdbcMapping() instanceof SealedType type
                    && !type.attribute().lookupOnly()
                    && !column.isFormula()) {
                String table = place.table(column);
                if (table != null) {
                    if (type instanceof EncryptedType<?> encrypted && encrypted.mixed() != null) {
                        mixed.put(place(table, column.getSelectionExpression()), encrypted.mixed());
                    }
                    add(
                            type.attribute(),
                            table,
                            column.getSelectionExpression(),
                            place.keyColumns(table),
                            indexes(type.attribute(), place),
                            place.tenant(table, type.attribute()));
                }
            }
        });
    }

    private static List<IndexColumn> indexes(EncryptedAttribute attribute, Place place) {
        List<IndexColumn> indexes = new ArrayList<>();
        for (AttributeIndex index : attribute.indexes()) {
            String column = place.indexColumn(index);
            if (column != null) {
                indexes.add(index.in(column));
            }
        }
        return indexes;
    }

    private void add(
            EncryptedAttribute attribute,
            String table,
            String column,
            List<String> keyColumns,
            List<IndexColumn> indexes,
            @Nullable TenantColumn tenant) {
        List<String> place = place(table, column);
        SealedColumn known = byPlace.get(place);
        if (known != null && (!known.indexes().isEmpty() || indexes.isEmpty())) {
            // Of several mappings of a column only the one that writes it has its indexes
            return;
        }
        attributes.put(place, attribute);
        byPlace.put(
                place,
                new SealedColumn(
                        attribute.entity(),
                        attribute.path(),
                        table,
                        keyColumns,
                        column,
                        attribute.context(),
                        attribute.purpose(),
                        attribute.codec().name(),
                        attribute.storage(),
                        attribute.paddingBytes(),
                        attribute.shared(),
                        indexes,
                        tenant));
    }
}
