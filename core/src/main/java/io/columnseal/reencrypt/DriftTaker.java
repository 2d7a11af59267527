package io.columnseal.reencrypt;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what of a column is sealed: what begins with the header of a key that is in the key table, whatever follows. Safe
 * for use by many threads.
 */
final class DriftTaker {

    /** Ids are random, and none that was not there will be given to a key: what was found out stays true. */
    private static final int REMEMBERED = 100_000;

    private final DataKeyStore keyStore;
    private final RetriedTransactions transactions;
    private final Retries retries;
    private final Map<KeyId, Boolean> known = new ConcurrentHashMap<>();

    DriftTaker(DataKeyStore keyStore, RetriedTransactions transactions, Retries retries) {
        this.keyStore = keyStore;
        this.transactions = transactions;
        this.retries = retries;
    }

    /** Whether a header's key is in the key table, for whatever use. */
    boolean isKnown(Header header) {
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(
                header.key(), id -> retries.call(() -> keyStore.find(id)).isPresent());
    }

    /** Whether a value that is not sealed has the form of a sealed one throughout. */
    boolean isLookalike(ColumnSql sql, Object stored) {
        byte[] bytes = sql.form().header(stored) == null ? null : sql.form().toBytes(stored);
        return bytes != null && sql.form().length(stored) >= sql.form().shortestLength();
    }

    /** @throws io.columnseal.ReencryptionException if the database refuses */
    Drift take(ColumnSql sql) {
        HeaderCounts counts = transactions.run(
                "count what is sealed", sql.column(), connection -> CensusQuery.count(connection, sql));
        Drift drift = new Drift();
        drift.unsealed = counts.withoutHeader() + counts.beyondLimit();
        for (HeaderCounts.Group group : counts.groups()) {
            if (isKnown(group.header())) {
                drift.sealed += group.rows();
                drift.headers.add(group.header());
            } else {
                drift.unsealed += group.rows();
                drift.lookalikes += group.rows() - group.tooShort();
            }
            drift.longest = Math.max(drift.longest, group.longest());
        }
        return drift;
    }

    /** A column as it was counted. */
    static final class Drift {

        private final List<Header> headers = new ArrayList<>();
        private long unsealed;
        private long sealed;
        private long lookalikes;
        private long longest;

        long unsealed() {
            return unsealed;
        }

        long sealed() {
            return sealed;
        }

        ColumnDrift of(MigratingColumn column) {
            return new ColumnDrift(
                    column.column().table(), column.column().column(), column.phase(), unsealed, sealed, lookalikes);
        }

        /** Lets through what is sealed, or what is not; more may pass if a list would be too long. */
        StaleFilter filter(boolean ofSealed) {
            return headers.size() > StaleFilter.MAX_HEADERS
                    ? new StaleFilter(List.of(), false)
                    : new StaleFilter(headers, ofSealed);
        }
    }
}
