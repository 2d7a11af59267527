package io.columnseal.key;

import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyStoreException;
import io.columnseal.KmsException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Operations on the keys that wrap data keys (KEKs), the {@code seal.keks()} of the facade.
 *
 * <p>A KEK is rotated beside running applications. The KMS is configured with the new one as its current and the old one
 * as a previous one; from then on new data keys are wrapped under the new one, and every row says which one it needs.
 * {@link #rewrap} moves the rest: no stored value is touched, since the data keys stay the same. The old KEK may go out of
 * the configuration when {@link KekStatus#isUnused} says so, and is destroyed when no backup needs it any more. All nodes
 * must know the new KEK before the first of them wraps under it: configure it everywhere as a previous key first.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Keks {

    private final OperationGate gate;
    private final Supplier<StateMac> mac;
    private final Rewrapping rewrapping;
    private final KekCensus census;

    Keks(OperationGate gate, Supplier<StateMac> mac, Rewrapping rewrapping, KekCensus census) {
        this.gate = gate;
        this.mac = mac;
        this.rewrapping = rewrapping;
        this.census = census;
    }

    /** Has the KMS wrap what it wrapped before under another KEK. */
    static Function<DataKeyRow, WrappedKey> rewrappedBy(Kms kms) {
        return row -> kms.rewrap(
                Objects.requireNonNull(row.wrappedKey()), row.identity().encryptionContext());
    }

    /**
     * Counts the keys under each KEK. Reads every row, and asks the KMS only about SYSTEM keys that a first start left
     * behind.
     *
     * @throws KeyStoreException if the key store fails
     */
    public KekStatus status() {
        return census.take(mac.get());
    }

    /**
     * Wraps every key that is not destroyed under the current KEK, and under the recovery key if one is configured: of
     * every tenant, usage and state, the SYSTEM key included. Each is stored only after its new wrapping was unwrapped
     * and proven. Stopped anywhere, it is simply run again; on several nodes at once, each key is done by one of them.
     * A row that does not authenticate is left alone and reported.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @throws KeyOperationRefusedException if the actor may not
     * @throws KmsException if the KMS fails other than over a single key; what was done stays
     * @throws KeyStoreException if the key store fails; what was done stays
     */
    public RewrapReport rewrap(String actor, String reason) {
        Deed deed = gate.admit(new KeyAccess(KeyOperation.REWRAP, actor, reason, null, null));
        StateMac authentic = mac.get();
        Rewrapping.Pass pass = rewrapping.pass(deed, authentic);
        return new RewrapReport(pass.rewrapped(), pass.failures(), census.take(authentic));
    }
}
