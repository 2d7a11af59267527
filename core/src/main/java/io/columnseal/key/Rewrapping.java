package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.ConfigurationException;
import io.columnseal.KeyException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.kms.WrappedKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Wraps keys anew: the new wrapping is unwrapped and compared with the check value before it is stored, by
 * compare-and-swap, and the stored row is read back. Whoever dies in between leaves the old wrapping or the new one, both
 * of which unwrap, so a pass can be stopped anywhere, and several nodes may run one at once.
 */
final class Rewrapping {

    /** Every lost round means that another node changed the row. */
    private static final int ROUNDS = 10;

    private final DataKeyStore store;
    private final KmsRouting routing;
    private final Function<DataKeyRow, WrappedKey> newWrapping;
    private final KeyUnwrapper unwrapper;
    private final @Nullable RecoveryKey recovery;
    private final KekUses uses;
    private final SealListener listener;

    /**
     * @param newWrapping wraps the key of a row under its tenant's current KEK
     * @param unwrapper unwraps what that KMS wrapped
     * @param recovery wraps every key a second time, or null to leave second wrappings as they are
     */
    Rewrapping(
            DataKeyStore store,
            KmsRouting routing,
            Function<DataKeyRow, WrappedKey> newWrapping,
            KeyUnwrapper unwrapper,
            @Nullable RecoveryKey recovery,
            KekUses uses,
            SealListener listener) {
        this.store = store;
        this.routing = routing;
        this.newWrapping = newWrapping;
        this.unwrapper = unwrapper;
        this.recovery = recovery;
        this.uses = uses;
        this.listener = listener;
    }

    /**
     * Under what all keys of a pass come to lie, as an approval names it.
     *
     * @param tenant whose keys; null for all
     */
    String targets(@Nullable String tenant) {
        String names = Subject.names(routing.targets(tenant));
        return recovery == null ? names : names + " and the recovery key " + recovery.fingerprint();
    }

    /** A deed, and what authenticates all rows but those of SYSTEM keys, which do so themselves. */
    private record Order(Deed deed, StateMac mac) {}

    /**
     * Wraps every key anew that needs it. What is wrong with one key stops no other one, nor does a tenant's KMS that fails;
     * the common one does, and the key store, and the pass says so instead of throwing.
     *
     * @param tenant whose keys; null for all
     * @param mac authenticates all rows but those of SYSTEM keys, which do so themselves
     * @return how many were done, and what stayed as it was
     */
    Pass pass(Deed deed, @Nullable String tenant, StateMac mac) {
        Order order = new Order(deed, mac);
        List<RewrapReport.Failure> failures = new ArrayList<>();
        int[] rewrapped = {0};
        try {
            store.forEach(
                    row -> {
                        if (tenant == null || tenant.equals(row.identity().tenant())) {
                            try {
                                rewrapped[0] += rewrap(row, order) ? 1 : 0;
                            } catch (RuntimeException e) {
                                failures.add(new RewrapReport.Failure(row.info(), failureOf(row, e)));
                            }
                        }
                    },
                    // The status of the report names it
                    malformed -> {});
        } catch (RuntimeException e) {
            return new Pass(rewrapped[0], failures, e);
        }
        return new Pass(rewrapped[0], failures, null);
    }

    /** @throws ColumnSealException the error, if it is not about this key alone */
    private ColumnSealException failureOf(DataKeyRow row, RuntimeException error) {
        if (!(error instanceof ColumnSealException known)) {
            // A KMS of somebody else's making may throw anything, whose message may hold anything
            WrappedKey wrapped = Objects.requireNonNull(row.wrappedKey());
            return new KmsUnavailableException(
                    wrapped.kekId(),
                    "wrapping data key " + row.identity().id() + " anew failed ("
                            + error.getClass().getName() + ")",
                    error);
        }
        if (!concernsOneKey(row, known)) {
            throw known;
        }
        return known;
    }

    private boolean concernsOneKey(DataKeyRow row, ColumnSealException error) {
        if (error instanceof KmsException || error instanceof ConfigurationException) {
            return error instanceof KmsInvalidCiphertextException
                    || error instanceof KmsKeyNotFoundException
                    || routing.concernsTenantKms(row);
        }
        return error instanceof KeyException;
    }

    /**
     * What a pass did.
     *
     * @param stopped what ended it before its end, or null
     */
    record Pass(
            int rewrapped,
            List<RewrapReport.Failure> failures,
            @Nullable RuntimeException stopped) {

        /** Throws what ended it. */
        void requireEnded() {
            if (stopped != null) {
                throw stopped;
            }
        }
    }

    private boolean rewrap(DataKeyRow seen, Order order) {
        DataKeyRow row = seen;
        for (int round = 0; round < ROUNDS; round++) {
            WrappedKey old = row.wrappedKey();
            if (old == null || isCurrent(row, old)) {
                return false;
            }
            DataKeyRow rewrapped = proven(row, old, order);
            if (store.write(
                    List.of(rewrapped),
                    List.of(entry(rewrapped, kekThatWraps(rewrapped), old, order)
                            .build()))) {
                requireStored(rewrapped);
                tell(rewrapped, old, order);
                return true;
            }
            row = stored(row);
        }
        throw new KeyRejectedException(
                seen.identity().id(), "its row cannot be changed; is the key table written by something else?", null);
    }

    private boolean isCurrent(DataKeyRow row, WrappedKey wrapped) {
        return wrapped.kekId().equals(kekOf(row)) && KekCensus.isRecoverable(row, recovery);
    }

    private DataKeyRow proven(DataKeyRow row, WrappedKey old, Order order) {
        try {
            unwrapper.requireOwn(row);
            if (row.identity().usage() != KeyUsage.SYSTEM) {
                order.mac().requireVerified(row);
            }
            WrappedKey wrapped = old.kekId().equals(kekOf(row)) ? old : newWrapping(row);
            byte[] dataKey = unwrapper.open(row.rewrapped(wrapped, null));
            try {
                return signed(row, row.rewrapped(wrapped, recoveryWrapped(row, dataKey)), dataKey, order);
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        } catch (RuntimeException e) {
            uses.record(entry(row, kekOf(row), old, order).failed(e));
            throw e;
        }
    }

    private WrappedKey newWrapping(DataKeyRow row) {
        WrappedKey wrapped = newWrapping.apply(row);
        String current = kekOf(row);
        if (!wrapped.kekId().equals(current)) {
            throw new KeyRejectedException(
                    row.identity().id(),
                    "the KMS wrapped it anew under " + wrapped.kekId() + " and not under its current KEK " + current,
                    null);
        }
        return wrapped;
    }

    private String kekOf(DataKeyRow row) {
        return routing.wrapping(row.identity()).kekId();
    }

    private byte @Nullable [] recoveryWrapped(DataKeyRow row, byte[] dataKey) {
        return recovery == null || KekCensus.isRecoverable(row, recovery)
                ? row.recoveryWrappedKey()
                : recovery.wrap(dataKey, row.identity().encryptionContext());
    }

    /** Signs what was authentic before, and nothing else: an edited row must not be vouched for. */
    private static DataKeyRow signed(DataKeyRow row, DataKeyRow rewrapped, byte[] dataKey, Order order) {
        if (row.identity().usage() != KeyUsage.SYSTEM) {
            return order.mac().sign(rewrapped);
        }
        // A SYSTEM key authenticates its own row, also one that a first start left PENDING
        StateMac own = StateMac.of(dataKey);
        try {
            own.requireVerified(row);
            return own.sign(rewrapped);
        } finally {
            own.wipe();
        }
    }

    /** A store that does not keep what it is given must not get a second key. */
    private void requireStored(DataKeyRow written) {
        DataKeyRow stored = stored(written);
        boolean changedSince = stored.revision() > written.revision();
        if (!changedSince && !stored.equals(written)) {
            throw new KeyStoreRefusedException(
                    "keep data key " + written.identity().id()
                            + " as it was written: it came back altered. Restore its row from a backup of the key table",
                    null);
        }
    }

    private DataKeyRow stored(DataKeyRow row) {
        KeyId id = row.identity().id();
        return store.find(id)
                .orElseThrow(() -> new KeyRejectedException(
                        id, "its row is missing. Restore it from a backup of the key table", null));
    }

    /** @param kekId what the row is stored under; not the current KEK, which another one may be by now */
    private EntryBuilder entry(DataKeyRow row, String kekId, WrappedKey old, Order order) {
        return uses.use(order.deed().operation().name(), kekId, order.deed().actor())
                .key(row.identity())
                .previousKek(old.kekId())
                .reason(order.deed().reason());
    }

    private static String kekThatWraps(DataKeyRow row) {
        return Objects.requireNonNull(row.wrappedKey()).kekId();
    }

    private void tell(DataKeyRow row, WrappedKey old, Order order) {
        listener.on(new SealEvent.KeyRewrapped(
                row.identity().id(),
                row.identity().tenant(),
                kekThatWraps(row),
                old.kekId(),
                order.deed().actor(),
                order.deed().reason()));
    }
}
