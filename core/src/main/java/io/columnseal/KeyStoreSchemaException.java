package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The key tables are missing or of another schema version. */
public final class KeyStoreSchemaException extends KeyStoreException {

    private static final long serialVersionUID = 1L;

    /** @param problem what is missing and which script or property creates it */
    public KeyStoreSchemaException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
