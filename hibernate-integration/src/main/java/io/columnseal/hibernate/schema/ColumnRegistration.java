package io.columnseal.hibernate.schema;

import io.columnseal.ColumnSeal;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.IndexHistory;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.hibernate.type.IndexValues;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers each encrypted column beside the keys, and refuses to start when one is now sealed for another name than
 * before: a renamed table or column would make its stored values look tampered with. Likewise when its values are encoded
 * in another way than before, and would be read as others, or when its blind index is made in another way: queries would
 * miss what is stored.
 */
public final class ColumnRegistration implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ColumnRegistration.class);

    private final transient EncryptionService encryption;
    private final transient List<RequiredColumn> columns;
    private final transient List<RequiredColumn> everywhere;
    private final transient List<IndexValues> indexes;

    /**
     * @param columns one for each encrypted attribute
     * @param everywhere those of all tables
     * @param indexes the blind indexes of all attributes
     */
    public ColumnRegistration(
            EncryptionService encryption,
            List<RequiredColumn> columns,
            List<RequiredColumn> everywhere,
            List<IndexValues> indexes) {
        this.encryption = encryption;
        this.columns = List.copyOf(columns);
        this.everywhere = List.copyOf(everywhere);
        this.indexes = List.copyOf(indexes);
    }

    /**
     * @throws io.columnseal.UnsupportedMappingException if the context or the codec of an attribute or a normalizer of its
     *     index changed; the message shows what to write
     */
    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        ColumnSeal seal = encryption.seal();
        String application = encryption.application();
        List<RegisteredColumn> before = seal.columns().find(application);
        ContextHistory history = new ContextHistory(before, columns);
        columns.forEach(history::check);
        List<RegisteredColumn> registered =
                columns.stream().map(column -> registered(application, column)).toList();
        IndexHistory indexHistory = new IndexHistory(before);
        for (int i = 0; i < columns.size(); i++) {
            RequiredColumn column = columns.get(i);
            indexHistory.check(registered.get(i), index -> tables(column, index));
            distrustReturned(column, registered.get(i), indexHistory);
            warnOfNewIndexes(registered.get(i), indexHistory);
        }
        // Registered columns without a SYSTEM key mean lost keys; after a lazy start there may be none yet
        seal.whenVerified(() -> seal.columns().register(registered));
    }

    /** The table of the class that declares the attribute, and those of subclasses that have one of their own. */
    private List<String> tables(RequiredColumn declared, IndexColumn index) {
        return everywhere.stream()
                .filter(column -> column.content() == RequiredColumn.Content.INDEX_VALUES
                        && column.attribute()
                                .context()
                                .equals(declared.attribute().context())
                        && column.quotedColumn().equals(index.column()))
                .map(RequiredColumn::qualifiedTable)
                .distinct()
                .toList();
    }

    /**
     * A node of the release before, which starts again while this one is rolled out, takes an index away and stops no node
     * of this one: only what could go wrong is refused.
     */
    private void distrustReturned(RequiredColumn column, RegisteredColumn registered, IndexHistory history) {
        for (IndexColumn index : registered.indexes()) {
            history.remedyIfBack(registered, index).ifPresent(remedy -> {
                if (index.isNext()) {
                    // No lookup searches it
                    warnOfValuesHeldBack(registered, index, remedy);
                    return;
                }
                LOG.warn(
                        "The blind index of {}.{} in {}.{} was gone for a while, in which rows may have been written without"
                                + " it: lookups by it are refused, since they would find rows by values that they no longer"
                                + " have. {}.",
                        registered.entity(),
                        registered.attribute(),
                        registered.table(),
                        index.column(),
                        remedy);
                indexes.stream()
                        .filter(values -> values.index().name().equals(index.name())
                                && !values.index().isNext()
                                && values.attribute()
                                        .context()
                                        .equals(column.attribute().context()))
                        .forEach(values -> values.distrust(remedy + "."));
            });
        }
    }

    private static void warnOfValuesHeldBack(RegisteredColumn registered, IndexColumn index, String remedy) {
        LOG.warn(
                "The blind index of {}.{} was not unique for a while, in which rows may have been written without {}.{}: until"
                        + " it is rebuilt, they hold others back by values that they no longer have, and the rotation of no"
                        + " INDEX key ends. {}.",
                registered.entity(),
                registered.attribute(),
                registered.table(),
                index.column(),
                remedy);
    }

    /** Nothing is lost, but it would look so. */
    private static void warnOfNewIndexes(RegisteredColumn column, IndexHistory history) {
        for (IndexColumn index : column.indexes()) {
            if (history.isNew(column, index) && index.isNext()) {
                LOG.warn(
                        "{}.{} has a unique blind index now: rows stored until now count for it only once {}.{} holds their"
                                + " index values. When no node of an older release runs any more, make them with"
                                + " SealedColumns.of(entityManagerFactory).indexRebuild(dataSource).everyValue().run(),"
                                + " whose report names the rows of equal values",
                        column.entity(),
                        column.attribute(),
                        column.table(),
                        index.column());
            } else if (history.isNew(column, index)) {
                LOG.warn(
                        "{}.{} has a blind index now in {}.{} that it did not have before: rows stored until now are not"
                                + " found by it. Once no node of an older release runs any more, make their index values"
                                + " with SealedColumns.of(entityManagerFactory).indexRebuild(dataSource).everyValue().run()",
                        column.entity(),
                        column.attribute(),
                        column.table(),
                        index.column());
            }
        }
    }

    /** Wherever values of the attribute lie, those of audit tables and of subclasses' tables as well. */
    private List<ColumnPlace> places(RequiredColumn declared) {
        return everywhere.stream()
                .filter(column -> column.content() == RequiredColumn.Content.SEALED_VALUES
                        && (isOfSameAttribute(column, declared) || isSameColumn(column, declared)))
                .map(column -> new ColumnPlace(column.qualifiedTable(), column.quotedColumn()))
                .distinct()
                .toList();
    }

    private static boolean isOfSameAttribute(RequiredColumn column, RequiredColumn declared) {
        return column.attribute().entity().equals(declared.attribute().entity())
                && column.attribute().path().equals(declared.attribute().path());
    }

    /** Of several attributes of one column, only one is the column's. */
    private static boolean isSameColumn(RequiredColumn column, RequiredColumn declared) {
        return column.qualifiedTable().equals(declared.qualifiedTable())
                && column.quotedColumn().equals(declared.quotedColumn());
    }

    private RegisteredColumn registered(String application, RequiredColumn column) {
        EncryptedAttribute attribute = column.attribute();
        return new RegisteredColumn(
                        application,
                        attribute.entity(),
                        attribute.path(),
                        column.qualifiedTable(),
                        column.quotedColumn(),
                        attribute.context(),
                        attribute.purpose(),
                        attribute.codec().name(),
                        attribute.storage(),
                        column.indexes())
                .in(places(column));
    }
}
