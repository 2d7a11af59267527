package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * Base of every error of this library. The hierarchy is closed: branch on the type.
 *
 * <p>An error that may go away by itself implements {@link Retryable}; every other one is permanent until somebody
 * changes a setting, a key or a row. Messages say what happened and what to do; they never hold plaintext, key bytes
 * or ciphertext.
 */
public abstract sealed class ColumnSealException extends RuntimeException
        permits AuditException,
                BackupException,
                ConfigurationException,
                UnsupportedMappingException,
                QueryRefusedException,
                DecryptionException,
                ImportException,
                InspectionException,
                InvalidValueException,
                TenantException,
                KeyException,
                KeyOperationRefusedException,
                KeyStoreException,
                ReencryptionException,
                KmsException {

    private static final long serialVersionUID = 1L;

    protected ColumnSealException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
