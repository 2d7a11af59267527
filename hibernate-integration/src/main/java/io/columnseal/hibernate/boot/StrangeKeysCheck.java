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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    /** Of each column. */
    private static final int MAX_VALUES = 20;

    /** A new column of a large table may be null in all of its rows, which the database finds out by reading them. */
    private static final int MAX_SECONDS = 2;

    private final transient EncryptionService encryption;

    StrangeKeysCheck(EncryptionService encryption) {
        this.encryption = encryption;
    }

    /** One key that is known says that the store is the right one, whatever else lies in the tables. */
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
        Map<KeyId, SealedColumn> unknown = new LinkedHashMap<>();
        long begun = System.nanoTime();
        for (SealedColumn column : ColumnScan.of(model)) {
            if (migrating.contains(column) || System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(MAX_SECONDS)) {
                continue;
            }
            for (KeyId key : keysIn(column, factory.getJdbcServices())) {
                if (!unknown.containsKey(key) && isKnown(key, seal)) {
                    return;
                }
                unknown.putIfAbsent(key, column);
            }
        }
        unknown.forEach((key, column) -> {
            throw refused(column, key);
        });
    }

    private static List<KeyId> keysIn(SealedColumn column, JdbcServices jdbc) {
        JdbcConnectionAccess access = jdbc.getBootstrapJdbcConnectionAccess();
        try {
            Connection connection = access.obtainConnection();
            try {
                return keysIn(connection, column);
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
            statement.setQueryTimeout(MAX_SECONDS);
            List<KeyId> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    key(row, column).filter(key -> !keys.contains(key)).ifPresent(keys::add);
                }
            }
            return keys;
        } catch (SQLException e) {
            // It took too long, or the table is not there yet, or not this user's to read: whoever needs it will tell
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
                        + ", which is not among them, nor is any other that was looked for. Let columnseal.key-store.url,"
                        + " columnseal.key-store.schema and columnseal.key-store.table-prefix, or"
                        + " columnseal.key-store.file, lead to the keys of these tables, or restore a backup of them into"
                        + " empty key tables. Nothing was sealed. Delete such"
                        + " values if their keys are lost for good; columnseal.schema-check=false switches this check off");
    }
}
