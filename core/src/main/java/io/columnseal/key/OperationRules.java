package io.columnseal.key;

import io.columnseal.ActorResolver;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with keys.
 *
 * @param actorResolver says who works on a thread; null if names of actors are believed as they are given
 * @param authorizer decides who may do what
 * @param dualControl operations that take two people
 * @param approvalExpiry how long a request can be approved and done
 */
public record OperationRules(
        @Nullable ActorResolver actorResolver,
        KeyAuthorizer authorizer,
        Set<KeyOperation> dualControl,
        Duration approvalExpiry) {

    /** How long a request lives unless said otherwise. */
    public static final Duration DEFAULT_APPROVAL_EXPIRY = Duration.ofHours(24);

    /** Everybody may do everything alone, and is who he says. */
    public static final OperationRules NONE =
            new OperationRules(null, KeyAuthorizer.EVERYBODY, Set.of(), DEFAULT_APPROVAL_EXPIRY);

    public OperationRules {
        dualControl = Set.copyOf(dualControl);
    }
}
