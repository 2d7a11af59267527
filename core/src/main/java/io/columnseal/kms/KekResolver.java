package io.columnseal.kms;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the KMS under whose KEK a tenant's data keys are wrapped: for tenants who bring their own key.
 *
 * <p>Asked when a key is made or wrapped anew, and where a wrapped key does not tell its KMS by the KEK that it names; never
 * for the SYSTEM key and the default tenant, whose keys stay under the KEK that the deployment has in common. What was
 * wrapped before stays where it is, and opens there, until {@code seal.keks().rewrap(…)} moves it.
 *
 * <p>To be answered from memory, and alike on all nodes: two nodes of two minds wrap one tenant's keys under two KEKs. An
 * error of its own is taken for one that may pass, like that of a KMS that does not answer. Safe for use by many threads.
 */
@FunctionalInterface
public interface KekResolver {

    /** Every tenant's keys lie under the common KEK. */
    KekResolver COMMON = tenant -> null;

    /**
     * The name of a tenant's KMS, as it was given to {@code ColumnSealBuilder.tenantKms}.
     *
     * @return null for the KMS that the deployment has in common
     */
    @Nullable String kmsOf(String tenant);
}
