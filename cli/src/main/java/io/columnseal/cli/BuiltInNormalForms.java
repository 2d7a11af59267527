package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.SealedNormalForms;

/**
 * What index values are made of that need no class of the application: the value itself, of texts and bytes without
 * normalizers.
 */
final class BuiltInNormalForms implements SealedNormalForms {

    /** @throws ConfigurationException if only the application knows the index's normal forms */
    static void require(String column, IndexColumn index) {
        if (!index.name().isEmpty() || !index.fingerprint().isEmpty()) {
            throw new ConfigurationException(
                    column,
                    "has an index whose normalizers only the application has: the application has to do it, by SealedColumns");
        }
    }

    @Override
    public byte[][] of(SealedColumn column, IndexColumn index, byte[] value) {
        require(column.table() + "." + column.column(), index);
        // Encoded texts are their UTF-8 and encoded bytes are themselves, as are their normal forms
        return new byte[][] {value.clone()};
    }
}
