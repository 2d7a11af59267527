package io.columnseal.key;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which KEK wraps how many data keys. Destroyed keys have no wrapped form and are not counted.
 *
 * @param current the KEK that the deployment has in common: keys of tenants without one of their own belong under it
 * @param keys the number of keys under each KEK, by its id; only keys whose rows authenticate
 * @param unverified keys whose rows do not: nobody can say which KEK they need, so no KEK may go before these rows are
 *     restored from a backup of the key table
 * @param malformed ids of rows that were edited so that they are none, as they stand there: likewise
 * @param outstanding keys that are wrapped under another KEK than their tenant's current one, as far as their rows
 *     authenticate
 * @param withoutRecovery how many keys the configured recovery key could not unwrap yet; 0 if none is configured
 */
public record KekStatus(
        String current,
        SortedMap<String, Integer> keys,
        List<KeyId> unverified,
        List<String> malformed,
        int outstanding,
        int withoutRecovery) {

    public KekStatus {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        unverified = List.copyOf(unverified);
        malformed = List.copyOf(malformed);
    }

    /** All keys that are not destroyed. */
    public int total() {
        return unclear() + keys.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Keys of which nobody can say which KEK they need. */
    private int unclear() {
        return unverified.size() + malformed.size();
    }

    /** Whether every key is wrapped under its tenant's current KEK, and under the recovery key if there is one. */
    public boolean complete() {
        return outstanding() == 0 && unclear() == 0 && withoutRecovery == 0;
    }

    /**
     * Whether the key table no longer needs a KEK, so that it may be taken out of the configuration of all nodes. Backups
     * that were made before need it still: destroy it when the last of them is gone. A tenant's KEK may go when nothing
     * chooses it any more, besides.
     */
    public boolean isUnused(String kekId) {
        return !kekId.equals(current) && !keys.containsKey(kekId) && unclear() == 0;
    }

    /** For people: {@code 812 of 10,000 data keys are not under aws-kms:…}. */
    @Override
    public String toString() {
        boolean common = total() - unclear() - outstanding == keys.getOrDefault(current, 0);
        String kek = common ? current : "their tenant's KEK";
        String text = String.format(Locale.ROOT, "%,d of %,d data keys are not under %s", outstanding, total(), kek);
        if (withoutRecovery > 0) {
            text += String.format(Locale.ROOT, ", %,d not under the recovery key", withoutRecovery);
        }
        return unclear() == 0
                ? text
                : text + String.format(Locale.ROOT, ", %,d have rows that do not authenticate", unclear());
    }
}
