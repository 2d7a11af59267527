package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers for the rest of a walk whose keys could not be used: asking the KMS again for every row of a tenant would take for
 * ever. Safe for use by many threads.
 *
 * @param <K> what names the keys
 */
final class GivenUp<K> {

    /** The fault of the keys, and not of the value. */
    private static final Set<Reason> OF_KEYS = EnumSet.of(
            Reason.UNKNOWN_KEY,
            Reason.KEY_UNUSABLE,
            Reason.KEY_REJECTED,
            Reason.KEY_UNAVAILABLE,
            Reason.NO_SEALING_KEY,
            Reason.NO_INDEX_KEY);

    private final Map<K, Reason> reasons = new ConcurrentHashMap<>();

    /** @throws ImmovableException that of the work, or the same again without trying */
    <T> T unlessBefore(K keys, Work<T> work) throws ImmovableException {
        Reason known = reasons.get(keys);
        if (known != null) {
            throw new ImmovableException(known);
        }
        try {
            return work.run();
        } catch (ImmovableException e) {
            if (OF_KEYS.contains(e.reason())) {
                reasons.put(keys, e.reason());
            }
            throw e;
        }
    }

    /** What is done with somebody's keys. */
    @FunctionalInterface
    interface Work<T> {

        T run() throws ImmovableException;
    }
}
