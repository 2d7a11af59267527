package io.columnseal.sample.quickstart;

import jakarta.servlet.http.HttpServletRequest;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tells Hibernate, and with it ColumnSeal, whose request this is. The header stands in for what a real application
 * takes from the authenticated user.
 */
@Component
class CurrentClinic implements CurrentTenantIdentifierResolver<String> {

    static final String HEADER = "X-Clinic";

    private static final String NO_CLINIC = "none";

    @Override
    public String resolveCurrentTenantIdentifier() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            HttpServletRequest request = attributes.getRequest();
            String clinic = request.getHeader(HEADER);
            return clinic == null ? NO_CLINIC : clinic;
        }
        return NO_CLINIC;
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
