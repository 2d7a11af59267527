package io.columnseal.sample.quickstart;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Answers requests that name no clinic, or one that is not there: each clinic has a data key of its own, so a misspelt
 * name would make itself a key and lose the patient in a clinic that nobody looks into.
 */
@Component
class KnownClinicsOnly implements HandlerInterceptor {

    private final Set<String> clinics;

    KnownClinicsOnly(@Value("${quickstart.clinics}") Set<String> clinics) {
        this.clinics = clinics;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object controller) {
        String clinic = request.getHeader(CurrentClinic.HEADER);
        if (clinic == null || !clinics.contains(clinic)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "The header " + CurrentClinic.HEADER + " must name one of " + clinics);
        }
        return true;
    }
}
