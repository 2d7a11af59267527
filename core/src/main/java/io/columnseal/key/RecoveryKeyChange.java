package io.columnseal.key;

import io.columnseal.kms.RecoveryKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells at start-up that the recovery key is not the one that keys were wrapped for, since nobody would notice before the day
 * it is needed. The SYSTEM key stands for all, being the oldest.
 */
final class RecoveryKeyChange {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryKeyChange.class);

    private RecoveryKeyChange() {}

    /** @param recovery the configured one, or null */
    static void warn(DataKeyStore store, @Nullable RecoveryKey recovery) {
        store.findActive(SystemKey.TENANT, KeyUsage.SYSTEM).ifPresent(system -> warn(system, recovery));
    }

    private static void warn(DataKeyRow system, @Nullable RecoveryKey recovery) {
        byte[] wrapped = system.recoveryWrappedKey();
        if (recovery == null && wrapped != null) {
            LOG.warn(
                    "Keys are wrapped for a recovery key, but {} is not set: keys that are made from now on are lost"
                            + " with the master key. Set it again",
                    RecoveryKey.PUBLIC_KEY_SETTING);
        } else if (recovery != null && !KekCensus.isRecoverable(system, recovery)) {
            LOG.warn(
                    "{} is the recovery key, and keys are wrapped for {}. If that is meant, have all of them wrapped for this one"
                            + " with keks().rewrap(…), and keep the former private key until keks().status() counts none"
                            + " without; if not, somebody replaced it",
                    recovery.fingerprint(),
                    wrapped == null ? "none" : "another one");
        }
    }
}
