package io.columnseal.sample.quickstart;

import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tells Hibernate, and with it ColumnSeal, whose request this is. The header stands in for what a real application
 * takes from the authenticated user; {@link KnownClinicsOnly} has looked at it before.
 */
@Component
class CurrentClinic implements CurrentTenantIdentifierResolver<String> {

    static final String HEADER = "X-Clinic";

    /** Of sessions outside of requests: Spring Data opens some while the application starts, and writes nothing. */
    private static final String NO_CLINIC = "none";

    @Override
    public String resolveCurrentTenantIdentifier() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            String clinic = attributes.getRequest().getHeader(HEADER);
            if (clinic == null) {
                throw new IllegalStateException("A request reached Hibernate without a clinic");
            }
            return clinic;
        }
        return NO_CLINIC;
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
