package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.kms.WrappedKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keys from the store and the KMS, verified; a tenant's first key is made when it is first asked for. */
final class StoredKeySource implements KeySource {

    private final DataKeyStore store;
    private final KeyUnwrapper unwrapper;
    private final SystemKey systemKey;
    private final KeyFactory factory;
    private final ThisNode node;
    private final SealCount sealCount;

    StoredKeySource(
            DataKeyStore store,
            KeyUnwrapper unwrapper,
            SystemKey systemKey,
            KeyFactory factory,
            ThisNode node,
            SealCount sealCount) {
        this.store = store;
        this.unwrapper = unwrapper;
        this.systemKey = systemKey;
        this.factory = factory;
        this.node = node;
        this.sealCount = sealCount;
    }

    @Override
    public FoundKey active(String tenant, KeyUsage usage, SealListener listener) {
        requireVerified();
        CeremonyOutcome outcome = factory.activeOrFirst(tenant, usage, AccessLog.SYSTEM_ACTOR, "first use", listener);
        return new Found(outcome.active(), outcome);
    }

    @Override
    public CountedSeals reserveSeals(KeyIdentity key, long seals) {
        // Whoever seals is known to those who wait until nobody does
        node.requireKnown();
        return sealCount.reserve(key, seals);
    }

    @Override
    public void returnSeals(KeyId key, CountedSeals unused) {
        store.returnSeals(key, unused.seals(), unused.total());
    }

    /**
     * Verifies the row of an active key without unwrapping it.
     *
     * @return the row
     * @throws KeyRejectedException if nothing will be sealed under it
     */
    DataKeyRow authentic(DataKeyRow active, SealListener listener) {
        if (!isAuthentic(active, systemKey.stateMac(), listener)) {
            throw doesNotSeal(active.identity().id());
        }
        return active;
    }

    @Override
    public FoundKey byId(KeyId id, SealListener listener) {
        requireVerified();
        DataKeyRow row = store.find(id).orElseThrow(() -> new KeyNotFoundException(id));
        if (row.identity().usage() == KeyUsage.SYSTEM) {
            // A header that names it was forged: nothing is ever sealed under it
            throw new KeyRejectedException(id, "it is the SYSTEM key, under which no value is sealed", null);
        }
        if (!row.state().opens()) {
            throw new KeyUnusableException(id, row.state(), "values sealed under it do not open in this state");
        }
        return new Found(row, null);
    }

    /** Before a row is read: from the verification on, this node hears of changes. */
    private void requireVerified() {
        StateMac unused = systemKey.stateMac();
    }

    /** The key that is active after a ceremony, unwrapped unless the ceremony did so, and verified. */
    LoadedKey load(CeremonyOutcome outcome, SealListener listener) {
        return load(outcome.active(), outcome, listener);
    }

    /** @param outcome of the ceremony that found or made the key, if there was one */
    private LoadedKey load(DataKeyRow row, @Nullable CeremonyOutcome outcome, SealListener listener) {
        StateMac mac = systemKey.stateMac();
        if (row.state().seals()) {
            node.requireHeard();
        }
        if (unwrapper.opensStrangersKeys(row) && !isAuthentic(row, mac, listener)) {
            throw new KeyRejectedException(
                    row.identity().id(),
                    "its row was edited, and others than this application can wrap a key under its KEK, so it may be anybody's."
                            + " Restore the row from a backup of the key table",
                    null);
        }
        byte[] proven = outcome == null ? null : outcome.takeKey();
        byte[] dataKey = proven == null ? unwrap(row, mac) : proven;
        boolean loaded = false;
        try {
            KeyIdentity identity = row.identity();
            LoadedKey key = new LoadedKey(
                    identity, row.state(), isAuthentic(row, mac, listener), predecessor(row, mac), dataKey);
            loaded = true;
            return key;
        } finally {
            if (!loaded) {
                Arrays.fill(dataKey, (byte) 0);
            }
        }
    }

    /**
     * A row that authenticates was not edited, so that it is the KMS that answers with another key: like one that does not
     * answer, it is no reason to give up a key in memory that was verified.
     */
    private byte[] unwrap(DataKeyRow row, StateMac mac) {
        try {
            return unwrapper.unwrap(row, AccessLog.SYSTEM_ACTOR);
        } catch (KeyRejectedException e) {
            WrappedKey wrapped = row.wrappedKey();
            if (wrapped == null || !mac.verifies(row) || !unwrapper.isOfThisEnvironment(row)) {
                throw e;
            }
            throw new KmsUnavailableException(
                    wrapped.kekId(),
                    "it answers with another key than it wrapped, though the row of data key "
                            + row.identity().id() + " was not edited",
                    e);
        }
    }

    /** Read after the active row: one that was replaced in between is served like one that was read before. */
    private @Nullable Predecessor predecessor(DataKeyRow row, StateMac mac) {
        boolean replaces = row.identity().usage() == KeyUsage.INDEX && row.state() == KeyState.ACTIVE;
        return replaces ? Predecessor.of(row, store, mac).orElse(null) : null;
    }

    private static boolean isAuthentic(DataKeyRow row, StateMac mac, SealListener listener) {
        boolean authentic = mac.verifies(row);
        if (!authentic) {
            listener.on(new SealEvent.KeyRowRejected(
                    row.identity().id(), row.identity().tenant()));
        }
        return authentic;
    }

    private static KeyRejectedException doesNotSeal(KeyId id) {
        return new KeyRejectedException(
                id,
                "its row was edited, so it opens values but seals none. Restore the row from a backup of the key table,"
                        + " or rotate the tenant's key",
                null);
    }

    /** A row that was read, of a tenant's active key or of the key of an id. */
    private final class Found implements FoundKey {

        private final DataKeyRow row;
        private final @Nullable CeremonyOutcome outcome;

        /** @param outcome whose active key it is, perhaps made just now; null if it was looked up by its id */
        private Found(DataKeyRow row, @Nullable CeremonyOutcome outcome) {
            this.row = row;
            this.outcome = outcome;
        }

        @Override
        public KeyIdentity identity() {
            return row.identity();
        }

        @Override
        public boolean seals() {
            return row.state().seals();
        }

        @Override
        public LoadedKey load(SealListener events) {
            LoadedKey key = StoredKeySource.this.load(row, outcome, events);
            if (outcome != null && !key.seals()) {
                key.wipe();
                throw doesNotSeal(row.identity().id());
            }
            return key;
        }

        @Override
        public void close() {
            if (outcome != null) {
                outcome.close();
            }
        }
    }
}
