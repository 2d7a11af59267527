package io.columnseal.spring;

import io.columnseal.KeyRejectedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains key rows that are another environment's, or that somebody edited. */
final class KeyRejectedFailureAnalyzer extends AbstractFailureAnalyzer<KeyRejectedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeyRejectedException cause) {
        return new FailureAnalysis(
                "The key tables are not what this application can trust. Nothing was written:\n\n    "
                        + cause.getMessage(),
                """
                Check that columnseal.environment names the deployment these key tables belong to, and that the \
                application is connected to the right database (columnseal.key-store.url or the application's \
                DataSource).

                If both are right, the rows were changed by somebody else: restore the table data_encryption_keys from \
                a backup.""",
                cause);
    }
}
