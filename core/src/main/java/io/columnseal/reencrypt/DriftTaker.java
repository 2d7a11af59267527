package io.columnseal.reencrypt;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
        drift.unsealed = counts.unkept();
        for (HeaderCounts.Group group : counts.groups()) {
            if (isKnown(group.header())) {
                drift.sealed = drift.sealed.plus(group.lengths());
                drift.headers.add(group.header());
            } else {
                drift.unsealed = drift.unsealed.plus(group.lengths());
                drift.lookalikes += group.rows() - group.tooShort();
            }
        }
        return drift;
    }

    /** A column as it was counted. */
    static final class Drift {

        private final List<Header> headers = new ArrayList<>();
        private ValueLengths unsealed = ValueLengths.NONE;
        private ValueLengths sealed = ValueLengths.NONE;
        private long lookalikes;

        long unsealed() {
            return unsealed.values();
        }

        long sealed() {
            return sealed.values();
        }

        ColumnDrift of(MigratingColumn column) {
            return new ColumnDrift(
                    column.column().table(),
                    column.column().column(),
                    column.phase(),
                    unsealed(),
                    sealed(),
                    lookalikes);
        }

        /** Lets through what is sealed, or what is not; more may pass if a list would be too long. */
        StaleFilter filter(boolean ofSealed) {
            return headers.size() > StaleFilter.MAX_HEADERS
                    ? new StaleFilter(List.of(), false)
                    : new StaleFilter(headers, ofSealed);
        }

        /** Limits for pages of what a filter of this column lets through, or of all if it is null. */
        PageLimits limits(int pageSize, @Nullable StaleFilter filter) {
            ValueLengths passing = filter == null || filter.headers().isEmpty()
                    ? sealed.plus(unsealed)
                    : filter.listsStale() ? sealed : unsealed;
            return passing.limits(pageSize);
        }
    }
}
