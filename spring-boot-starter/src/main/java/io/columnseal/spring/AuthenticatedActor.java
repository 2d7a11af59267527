package io.columnseal.spring;

import io.columnseal.ActorResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The actor as Spring Security knows it: nobody where the thread has no authentication at all, as in a job of the
 * application's own. Whoever came from outside without logging in is refused.
 */
final class AuthenticatedActor implements ActorResolver {

    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

    @Override
    public @Nullable String currentActor() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            return null;
        }
        if (!trust.isAuthenticated(authentication)) {
            throw new InsufficientAuthenticationException("nobody is logged in");
        }
        return authentication.getName();
    }
}
