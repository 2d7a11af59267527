package io.columnseal.spring;

import io.columnseal.KeyRejectedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains key rows that are another environment's, or that somebody edited. */
final class KeyRejectedFailureAnalyzer extends AbstractFailureAnalyzer<KeyRejectedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeyRejectedException cause) {
        return EditedKeyRows.analysis(cause);
    }
}
