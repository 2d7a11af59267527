package io.columnseal.health;

import io.columnseal.kms.KekDescription.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one KEK.
 *
 * @param kekId its id
 * @param kms the name by which the {@link io.columnseal.kms.KekResolver} knows its KMS; null for the common one, and for a
 *     KEK under which keys still lie and nothing is wrapped any more
 * @param status what the KMS says of it; UNKNOWN if it does not tell, or was not asked
 * @param createdAt when it was made, null if the KMS does not tell
 * @param keys how many data keys are wrapped under it, as far as their rows authenticate; null if the rows could not be read
 * @param problem why nothing is known: it is left alone since it does not answer, or asking failed; null if neither
 */
public record KekHealth(
        String kekId,
        @Nullable String kms,
        Status status,
        @Nullable Instant createdAt,
        @Nullable Integer keys,
        @Nullable String problem) {}
