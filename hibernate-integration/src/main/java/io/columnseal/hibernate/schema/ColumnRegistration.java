package io.columnseal.hibernate.schema;

import io.columnseal.ColumnSeal;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.IndexHistory;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.EncryptionService;
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

    public ColumnRegistration(EncryptionService encryption, List<RequiredColumn> columns) {
        this.encryption = encryption;
        this.columns = List.copyOf(columns);
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
        registered.forEach(indexHistory::check);
        registered.forEach(column -> warnOfNewIndexes(column, indexHistory));
        // Registered columns without a SYSTEM key mean lost keys; after a lazy start there may be none yet
        seal.whenVerified(() -> seal.columns().register(registered));
    }

    /** Nothing is lost, but it would look so. */
    private static void warnOfNewIndexes(RegisteredColumn column, IndexHistory history) {
        for (IndexColumn index : column.indexes()) {
            if (history.isNew(column, index)) {
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

    private static RegisteredColumn registered(String application, RequiredColumn column) {
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
                column.indexes());
    }
}
