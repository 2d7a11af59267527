package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * Says who works on the current thread, from what the application authenticated: a security context, not a parameter.
 * Where one is configured, nobody else can be the actor of an operation on keys. Safe for use by many threads.
 */
@FunctionalInterface
public interface ActorResolver {

    /**
     * The name of the person or service that asked, as the identity provider knows it: the same one always has the same
     * name. Null where nobody asked, in a job of the application's own: the actor is then {@code system}.
     *
     * <p>Whatever this throws refuses the operation: for somebody from outside who is not authenticated, throw.
     */
    @Nullable String currentActor();
}
