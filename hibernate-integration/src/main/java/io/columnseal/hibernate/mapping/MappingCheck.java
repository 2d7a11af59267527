package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;

/** Finds one family of mappings that encryption would break. */
@FunctionalInterface
interface MappingCheck {

    /** @throws UnsupportedMappingException for the first mistake; names the attribute and the remedy */
    void check(EncryptedMapping mapping);
}
