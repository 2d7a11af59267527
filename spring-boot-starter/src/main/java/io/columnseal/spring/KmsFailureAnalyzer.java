package io.columnseal.spring;

import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.Retryable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a master key that is not the one of the key tables, and a KMS that refuses or does not answer. */
final class KmsFailureAnalyzer extends AbstractFailureAnalyzer<KmsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KmsException cause) {
        return new FailureAnalysis(description(cause), action(cause), cause);
    }

    private static String description(KmsException cause) {
        String what = isWrongKey(cause)
                ? "The configured master key did not wrap the keys of this database. Nothing was written:"
                : "The key management service did not unwrap the keys of this database. Nothing was written:";
        return what + "\n\n    " + cause.getMessage();
    }

    private static boolean isWrongKey(KmsException cause) {
        return cause instanceof KmsKeyNotFoundException || cause instanceof KmsInvalidCiphertextException;
    }

    private static String action(KmsException cause) {
        if (isWrongKey(cause)) {
            return """
                    Set columnseal.kms.local.master-key to the key this database was made with. After a change of the \
                    master key, add the former one to columnseal.kms.local.previous-keys. In development, start the \
                    application in the folder that holds the generated key file, or set \
                    columnseal.kms.local.development-key-file.

                    If the key is right, the database is not: check columnseal.key-store.url or the application's \
                    DataSource.""";
        }
        return cause instanceof Retryable
                ? "Check that the key management service is reached. If it comes up later than the application, set"
                        + " columnseal.startup.kms=wait; to start without it, set columnseal.startup.kms=lazy."
                : "Check that the application may use the key " + cause.kekId() + ", and that it is not disabled.";
    }
}
