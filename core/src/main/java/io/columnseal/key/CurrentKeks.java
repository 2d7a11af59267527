package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has each KMS ask its service which KEK wraps the next key. Before that, the name that it goes by may be but an alias, a key
 * without its version, or a version that another one has replaced, with which no row can be compared. Safe for use by many
 * threads.
 */
final class CurrentKeks {

    private final KmsRouting routing;
    private final EncryptionContext noDataKey;

    /** @param environment what policies of a KMS may ask for */
    CurrentKeks(KmsRouting routing, Environment environment) {
        this.routing = routing;
        this.noDataKey = new EncryptionContext(
                new TreeMap<>(Map.of("columnseal", "1", "environment", environment.name(), "usage", "RESOLVE-KEK")));
    }

    /**
     * Before rows are compared with the names of all KMS. A tenant's KMS that fails goes by the name that it had: what is wrong
     * there is for its tenants' keys to report.
     *
     * @throws KmsException if the common KMS does not answer, or cannot wrap
     */
    void learn() {
        try {
            name(routing.common());
        } catch (KmsDeniedException e) {
            // Whoever may but unwrap, or rewrap, is told no more than the configured name
        } catch (ColumnSealException e) {
            throw e;
        } catch (RuntimeException e) {
            // One of somebody else's making may throw anything, whose message may hold anything
            throw new KmsUnavailableException(
                    routing.common().kekId(),
                    "asking which KEK wraps keys now failed (" + e.getClass().getName() + ")",
                    e);
        }
        routing.ofTenants().forEach(this::isLearned);
    }

    /** The same where the common KMS must not stop what is to be done, either. */
    void learnAsFarAsTold() {
        isLearned(routing.common());
        routing.ofTenants().forEach(this::isLearned);
    }

    private boolean isLearned(Kms kms) {
        return KmsRouting.told(() -> !name(kms).isEmpty());
    }

    /**
     * Before what a leaked KEK wrapped is replaced.
     *
     * @throws ConfigurationException if a KMS still wraps under it
     * @throws KmsException if the common KMS does not say what it wraps under
     */
    void requireReplaced(String kekId) {
        if (wrapsUnder(routing.common(), kekId)
                || routing.ofTenants().stream().anyMatch(kms -> wrapsAsFarAsKnown(kms, kekId))) {
            throw new ConfigurationException(
                    "columnseal.kms",
                    "still wraps new keys under " + kekId
                            + ". On every node, configure another KEK as the current one, and this one as a previous one,"
                            + " then mark it as compromised");
        }
    }

    private boolean wrapsUnder(Kms kms, String kekId) {
        return kms.knows(kekId) && kms.isSameKek(kekId, name(kms));
    }

    /** A tenant's KMS that is down must not keep another's leak from being answered; it makes no keys meanwhile either. */
    private boolean wrapsAsFarAsKnown(Kms kms, String kekId) {
        try {
            return wrapsUnder(kms, kekId);
        } catch (RuntimeException e) {
            return KmsRouting.told(() -> kms.isSameKek(kekId, kms.kekId()));
        }
    }

    /** The name as the service tells it, or else as a key does that is made for this and thrown away. */
    private String name(Kms kms) {
        if (kms.describe().status() != KekDescription.Status.UNKNOWN) {
            return kms.kekId();
        }
        try (GeneratedDataKey unused = kms.generateDataKey(noDataKey)) {
            return unused.wrapped().kekId();
        }
    }
}
