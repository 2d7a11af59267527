package io.columnseal.key;

import io.columnseal.KeyStoreException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records uses of the KEK that are no part of a change of keys. A use that cannot be recorded is no reason to withhold
 * the data: it is told in the log instead.
 */
final class KekUses {

    private static final Logger LOG = LoggerFactory.getLogger(KekUses.class);

    private final AccessLog accessLog;
    private final Clock clock;

    KekUses(AccessLog accessLog, Clock clock) {
        this.accessLog = accessLog;
        this.clock = clock;
    }

    void record(String operation, boolean success, String kekId, KeyIdentity key, String actor) {
        try {
            accessLog.append(
                    new AccessLog.Entry(clock.instant(), operation, success, kekId, key.id(), key.tenant(), actor));
        } catch (KeyStoreException e) {
            LOG.warn("{} of data key {} is missing from the access log: {}", operation, key.id(), e.getMessage());
        } catch (RuntimeException e) {
            // A log of somebody else's making may throw anything, with values in its message
            LOG.warn("{} of data key {} is missing from the access log: {}", operation, key.id(), e.getClass());
        }
    }
}
