package io.columnseal.key;

import io.columnseal.KmsException;
import io.columnseal.kms.KekDescription;
import org.jspecify.annotations.Nullable;

/**
 * What a KMS said of its current KEK, or that it said nothing.
 *
 * @param kms the name by which the {@link io.columnseal.kms.KekResolver} knows the KMS; null for the common one
 * @param description of status UNKNOWN if nothing was said
 * @param outage why it was not asked: the KEK is left alone for a while; null if it was
 * @param error how asking it failed; null if it did not
 */
public record KekProbe(
        @Nullable String kms,
        KekDescription description,
        @Nullable Outage outage,
        @Nullable KmsException error) {}
