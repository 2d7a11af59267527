package io.columnseal.hibernate.boot;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.hibernate.catalogue.ColumnScan;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.MigratingColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;

/**
 * Refuses a key store that has never heard of the application while its tables hold values sealed under keys that are not in
 * that store: the settings lead to another place than before. New values would be sealed beside those that nobody opens.
 */
final class StrangeKeysCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    /** Of each column: some may be nobody's sealed values. */
    private static final int MAX_VALUES = 20;

    private final transient EncryptionService encryption;

    StrangeKeysCheck(EncryptionService encryption) {
        this.encryption = encryption;
    }

    @Override
    public void sessionFactoryCreated(SessionFactory created) {
        SessionFactoryImplementor factory = created.unwrap(SessionFactoryImplementor.class);
        ColumnSeal seal = encryption.seal();
        if (factory.getSessionFactoryOptions().isMultiTenancyEnabled()
                || !seal.columns().find(encryption.application()).isEmpty()) {
            return;
        }
        MappingMetamodel model = factory.getMappingMetamodel();
        // What is not sealed yet may begin like a sealed value
        List<SealedColumn> migrating = ColumnScan.migrating(model).stream()
                .map(MigratingColumn::column)
                .toList();
        for (SealedColumn column : ColumnScan.of(model)) {
            if (!migrating.contains(column)) {
                check(column, seal, factory.getJdbcServices());
            }
        }
    }

    private void check(SealedColumn column, ColumnSeal seal, JdbcServices jdbc) {
        JdbcConnectionAccess access = jdbc.getBootstrapJdbcConnectionAccess();
        try {
            Connection connection = access.obtainConnection();
            try {
                for (KeyId key : keysIn(connection, column)) {
                    if (!isKnown(key, seal)) {
                        throw refused(column, key);
                    }
                }
            } finally {
                access.releaseConnection(connection);
            }
        } catch (SQLException e) {
            throw jdbc.getSqlExceptionHelper().convert(e, "Could not look for sealed values");
        }
    }

    private static boolean isKnown(KeyId key, ColumnSeal seal) {
        try {
            return seal.knowsKey(key);
        } catch (ConfigurationException e) {
            // Switched off, for development: nothing is sealed, and nothing opens
            return true;
        }
    }

    private static List<KeyId> keysIn(Connection connection, SealedColumn column) throws SQLException {
        String name = column.column();
        String query = "select " + name + " from " + column.table() + " where " + name + " is not null";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setMaxRows(MAX_VALUES);
            List<KeyId> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    key(row, column).filter(key -> !keys.contains(key)).ifPresent(keys::add);
                }
            }
            return keys;
        } catch (SQLException e) {
            // A table that is not there yet, or not this user's to read: whoever needs it will tell
            return List.of();
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }

    private static Optional<KeyId> key(ResultSet row, SealedColumn column) throws SQLException {
        Optional<byte[]> sealed = column.storage() == Storage.TEXT
                ? SealedValue.fromText(row.getString(1))
                : Optional.of(row.getBytes(1));
        return sealed.flatMap(SealedValue::header).map(SealedValue.Header::key);
    }

    private ConfigurationException refused(SealedColumn column, KeyId key) {
        return new ConfigurationException(
                "columnseal.key-store",
                "leads to keys that the application " + encryption.application() + " was never used with, while "
                        + column.table() + "." + column.column() + " holds values sealed under the key " + key
                        + ", which is not among them. Let columnseal.key-store.url, columnseal.key-store.schema and"
                        + " columnseal.key-store.table-prefix, or columnseal.key-store.file, lead to the keys of these"
                        + " tables, or restore data_encryption_keys there from a backup. Nothing was sealed. Delete such"
                        + " values if their keys are lost for good; columnseal.schema-check=false switches this check off");
    }
}
