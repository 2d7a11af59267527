package io.columnseal.spring;

import io.columnseal.UnsupportedMappingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains an attribute that cannot be encrypted as it is mapped. */
final class UnsupportedMappingFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedMappingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedMappingException cause) {
        return new FailureAnalysis(
                "An attribute cannot be encrypted as it is mapped:\n\n    " + cause.getMessage(),
                cause.remedy(),
                cause);
    }
}
