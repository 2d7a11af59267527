package io.columnseal.key;

import io.columnseal.ActorResolver;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with keys.
 *
 * @param actorResolver says who works on a thread; null if names of actors are believed as they are given
 * @param authorizer decides who may do what
 */
public record OperationRules(@Nullable ActorResolver actorResolver, KeyAuthorizer authorizer) {

    /** Everybody may do everything, and is who he says. */
    public static final OperationRules NONE = new OperationRules(null, KeyAuthorizer.EVERYBODY);
}
