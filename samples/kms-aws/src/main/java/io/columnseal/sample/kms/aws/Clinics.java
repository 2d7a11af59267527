package io.columnseal.sample.kms.aws;

import io.columnseal.TenantScope;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.stereotype.Component;

/** A session works for the clinic whose scope it is opened in; outside of any, for a tenant of its own. */
@Component
class Clinics implements CurrentTenantIdentifierResolver<String> {

    static final String NOBODY = "nobody";

    @Override
    public String resolveCurrentTenantIdentifier() {
        String clinic = TenantScope.current();
        return clinic == null ? NOBODY : clinic;
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
