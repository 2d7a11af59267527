package io.columnseal.key;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Append-only record of every use of the KEK, of every operation on keys, and of what was refused: the table {@code
 * master_key_access_log}. What belongs to a change of keys is written with {@link DataKeyStore#write}, in the
 * transaction of the change; everything else comes here. Safe for use by many threads.
 *
 * <p>Entries are numbered from 1 without a gap, in the order in which their transactions commit, whichever node wrote
 * them, and are never changed.
 */
public interface AccessLog {

    /** Who uses the KEK when nobody in particular asked. */
    String SYSTEM_ACTOR = "system";

    /** Records one entry, in a transaction of its own. */
    default void append(Entry entry) {
        append(List.of(entry), AccessLogChain.NONE);
    }

    /**
     * Records all entries or none, in one transaction, which holds the head of the log until it ends.
     *
     * @param chain called in that transaction
     */
    void append(List<Entry> entries, AccessLogChain chain);

    /**
     * Reads on from an entry, oldest first. What is stored is not believed before it is verified.
     *
     * @param after the number of the last entry known, 0 for the beginning
     * @param limit how many at most, at least 1
     */
    List<LoggedEntry> read(long after, int limit);

    /** The highest number that was ever given, whether its entry is still there or not; 0 before the first. */
    long lastSequence();

    /**
     * How often what was done by whom, hour by hour, in no order.
     *
     * @param since leaves out what is older
     */
    List<LogTally> tally(Instant since);

    /** When a KEK was first used, as far as the entries that are still there tell. May read all of them. */
    Optional<Instant> firstUse(String kekId);

    /**
     * The keys of a tenant that something was done with, as far as the entries that are still there tell: ids and versions.
     * Asked before a tenant gets a key, so not to be slow for one that nothing is known of. A log that keeps no entries knows
     * of none, and what it guards against is then not noticed.
     */
    Map<KeyId, Integer> keysOf(String tenant);

    /** Whether the database itself refuses to change and remove entries. Changes nothing. */
    Protection protection();

    /** What keeps entries as they are. */
    enum Protection {
        /** The database refuses to change and to delete entries, by triggers or for want of a right. */
        APPEND_ONLY,

        /** The user that this application connects as may edit entries. Only their MACs show it. */
        EDITABLE,

        /** Entries are in a file of this process's own user, whom nothing can keep from editing it. Only their MACs show it. */
        MACS_ONLY,

        /** There is no entry yet to tell by. */
        UNKNOWN
    }

    /**
     * One thing that happened. Texts are bounded and hold no control characters, a tenant's id excepted; none is ever a
     * value, a key or a ciphertext. {@link #of} and {@link #change} build one.
     *
     * @param time rounded down to the microsecond
     * @param operation what was done, in upper case: {@code GENERATE}, {@code UNWRAP}, the name of a {@link KeyOperation}, …
     * @param occurrences how often, in a row, 1 or more
     * @param actor who asked; {@link #SYSTEM_ACTOR} for the library itself
     * @param origin where the process runs that did it; null until the log fills it in
     * @param keyId the data key; null if there is none or it is not known
     * @param keyVersion its version
     * @param previousKeyId the data key that it replaced
     * @param previousVersion the version of that one
     * @param kekId the KEK; null if none was used or it is not known
     * @param previousKekId the KEK in whose place it came
     * @param tenant whose key it is; of a refusal: who asked
     * @param context the column in question, of a refusal or a value that does not open
     * @param reason why, in the words of whoever asked
     * @param backup name of the backup that was made with it
     * @param error the kind of failure, where it failed
     */
    record Entry(
            Instant time,
            String operation,
            boolean success,
            int occurrences,
            String actor,
            @Nullable String origin,
            @Nullable KeyId keyId,
            @Nullable Integer keyVersion,
            @Nullable KeyId previousKeyId,
            @Nullable Integer previousVersion,
            @Nullable String kekId,
            @Nullable String previousKekId,
            @Nullable String tenant,
            @Nullable String context,
            @Nullable String reason,
            @Nullable String backup,
            @Nullable String error) {

        private static final Pattern OPERATION = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");

        /** @throws IllegalArgumentException if a text is longer than the log holds, or has control characters */
        public Entry {
            time = time.truncatedTo(ChronoUnit.MICROS);
            if (!OPERATION.matcher(operation).matches()) {
                throw new IllegalArgumentException("operation must be 1 to 40 of A-Z, 0-9 and _");
            }
            if (occurrences < 1) {
                throw new IllegalArgumentException("occurrences must be at least 1: " + occurrences);
            }
            StoredText.requireActor(actor);
            StoredText.requireIfThere("origin", origin, EntryBuilder.MAX_TEXT);
            StoredText.requireIfThere("kekId", kekId, EntryBuilder.MAX_KEK_ID);
            StoredText.requireIfThere("previousKekId", previousKekId, EntryBuilder.MAX_KEK_ID);
            StoredText.requireIfThere("context", context, EntryBuilder.MAX_TEXT);
            StoredText.requireIfThere("reason", reason, StoredText.MAX_REASON_LENGTH);
            StoredText.requireIfThere("backup", backup, EntryBuilder.MAX_TEXT);
            StoredText.requireIfThere("error", error, EntryBuilder.MAX_ERROR);
            if (tenant != null && (tenant.isEmpty() || !StoredText.isStorableTenant(tenant))) {
                throw new IllegalArgumentException("tenant cannot be stored");
            }
        }

        /** Starts an entry of a success; {@link EntryBuilder#failed} makes it one of a failure. */
        public static EntryBuilder of(String operation, Instant time, String actor) {
            return new EntryBuilder(operation, time, actor);
        }

        /** Starts the entry of a changed row: key, KEK, tenant, time, actor and reason are those of the row. */
        public static EntryBuilder change(String operation, DataKeyRow row) {
            EntryBuilder entry = of(operation, row.changedAt(), row.changedBy())
                    .key(row.identity())
                    .reason(row.reason());
            return row.wrappedKey() == null ? entry : entry.kek(row.wrappedKey().kekId());
        }

        /** The same entry with this origin. */
        Entry withOrigin(String where) {
            return new Entry(
                    time,
                    operation,
                    success,
                    occurrences,
                    actor,
                    where,
                    keyId,
                    keyVersion,
                    previousKeyId,
                    previousVersion,
                    kekId,
                    previousKekId,
                    tenant,
                    context,
                    reason,
                    backup,
                    error);
        }
    }
}
