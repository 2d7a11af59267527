package io.columnseal.spring;

import io.columnseal.ColumnSealBuilder;

/**
 * Changes the builder of the auto-configured {@link io.columnseal.ColumnSeal} after the properties were applied and
 * before it is built. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface ColumnSealCustomizer {

    void customize(ColumnSealBuilder builder);
}
