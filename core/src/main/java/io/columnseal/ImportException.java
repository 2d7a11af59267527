package io.columnseal;

import org.jspecify.annotations.Nullable;

/** A value that another library stored is not of the form its importer reads, was altered, or is under another key. */
public final class ImportException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    /**
     * @param problem what is wrong, without any of the value
     * @param cause null unless its message is known to hold nothing of the value
     */
    public ImportException(String problem, @Nullable Throwable cause) {
        super("A value of another library cannot be imported: " + problem, cause);
    }
}
