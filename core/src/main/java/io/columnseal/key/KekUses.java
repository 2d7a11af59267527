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

    /** Starts the entry of a use that happens now. */
    EntryBuilder use(String operation, String kekId, String actor) {
        return entry(operation, actor).kek(kekId);
    }

    /** Starts the entry of something else that happens now. */
    EntryBuilder entry(String operation, String actor) {
        return AccessLog.Entry.of(operation, clock.instant(), actor);
    }

    void record(EntryBuilder use) {
        AccessLog.Entry entry = use.build();
        try {
            accessLog.append(entry);
        } catch (KeyStoreException e) {
            LOG.warn(
                    "{} of data key {} is missing from the access log: {}",
                    entry.operation(),
                    entry.keyId(),
                    e.getMessage());
        } catch (RuntimeException e) {
            // A log of somebody else's making may throw anything, with values in its message
            LOG.warn(
                    "{} of data key {} is missing from the access log: {}",
                    entry.operation(),
                    entry.keyId(),
                    e.getClass());
        }
    }
}
