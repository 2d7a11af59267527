package io.columnseal.spring;

import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.Retryable;
import io.columnseal.kms.LocalKms;
import java.util.Locale;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains a key that is not the one of the key tables, and a KMS that refuses or does not answer. */
final class KmsFailureAnalyzer extends AbstractFailureAnalyzer<KmsException> {

    private final String type;
    private final boolean typeIsSet;

    KmsFailureAnalyzer(Environment environment) {
        String set = environment.getProperty(ConfiguredKms.TYPE_SETTING, "");
        this.typeIsSet = !set.isBlank();
        this.type = set.isBlank() ? ConfiguredKms.DEFAULT_TYPE : set.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KmsException cause) {
        if (cause instanceof KmsInvalidCiphertextException) {
            // The key that wrapped the row was found: it is the row that does not fit it
            return EditedKeyRows.analysis(cause);
        }
        if (cause instanceof KmsKeyNotFoundException) {
            return type.equals(ConfiguredKms.DEFAULT_TYPE) && cause.kekId().startsWith(LocalKms.KEK_ID_PREFIX)
                    ? wrongMasterKey(cause)
                    : unknownKey(cause);
        }
        return refused(cause);
    }

    /** Of another KMS than that of a master key: setting one would wrap new keys under it. */
    private FailureAnalysis unknownKey(KmsException cause) {
        return new FailureAnalysis(
                "The configured key management service does not know the key " + cause.kekId() + ". "
                        + EditedKeyRows.consequence(cause) + "\n\n    " + cause.getMessage(),
                typeIsSet
                        ? "Check that " + ConfiguredKms.TYPE_SETTING + " (" + type
                                + ") names the service that wraps the keys of this"
                                + " database, and that columnseal.kms." + type
                                + ".* names the right key, and the place, account"
                                + " or token it lies in. A key that was in use before has a setting of its own beside it."
                        : "Check that the application's bean of type Kms is that of the service that wraps the keys of this"
                                + " database, with the right key, and the keys that were in use before. Without such a"
                                + " bean, set " + ConfiguredKms.TYPE_SETTING + ".",
                cause);
    }

    private static FailureAnalysis wrongMasterKey(KmsException cause) {
        return new FailureAnalysis(
                "The configured master key did not wrap the keys of this database. " + EditedKeyRows.consequence(cause)
                        + "\n\n    " + cause.getMessage(),
                """
                Set columnseal.kms.local.master-key to the key this database was made with. After a change of the \
                master key, add the former one to columnseal.kms.local.previous-keys. In development, start the \
                application in the folder that holds the generated key file, or set \
                columnseal.kms.local.development-key-file.

                If the key is right, the database is not: check columnseal.key-store.url or the application's \
                DataSource.""",
                cause);
    }

    private static FailureAnalysis refused(KmsException cause) {
        return new FailureAnalysis(
                "The key management service did not make or unwrap a data key:\n\n    " + cause.getMessage(),
                cause instanceof Retryable
                        ? "Check that the key management service is reached. If it comes up later than the application,"
                                + " set columnseal.startup.kms=wait; to start without it, set"
                                + " columnseal.startup.kms=lazy."
                        : "Check that the application may use the key " + cause.kekId() + ", and that it is not"
                                + " disabled.",
                cause);
    }
}
