package io.columnseal.key;

import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyStoreException;
import io.columnseal.KmsException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** Has the KMS of a key wrap what it, or another one, wrapped before under another KEK. */
    static Function<DataKeyRow, WrappedKey> rewrappedBy(KmsRouting routing) {
        return row -> {
            WrappedKey wrapped = Objects.requireNonNull(row.wrappedKey());
            EncryptionContext context = row.identity().encryptionContext();
            Kms from = routing.unwrapping(row.identity(), wrapped.kekId());
            Kms to = routing.wrapping(row.identity());
            if (from == to) {
                return to.rewrap(wrapped, context);
            }
            byte[] dataKey = from.unwrap(wrapped, context);
            try {
                return to.wrap(dataKey, context);
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        };
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
     * Wraps every key that is not destroyed under its tenant's current KEK, and under the recovery key if one is
     * configured: of every tenant, usage and state, the SYSTEM key included. Each is stored only after its new wrapping was unwrapped
     * and proven. Stopped anywhere, it is simply run again; on several nodes at once, each key is done by one of them.
     * A row that does not authenticate is left alone and reported, and so are keys whose tenant's own KMS fails.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @throws KeyOperationRefusedException if the actor may not
     * @throws KmsException if the KMS fails other than over a single key; what was done stays
     * @throws KeyStoreException if the key store fails; what was done stays
     */
    public RewrapReport rewrap(String actor, String reason) {
        return rewrapped(null, actor, reason);
    }

    /**
     * The same for the keys of one tenant: those who brought their own key get it by this, and those who take it back leave
     * it. The KMS that the keys come from has to answer as well as the one that they go to.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return with the status of all keys, and failures of this tenant's
     */
    public RewrapReport rewrap(String tenant, String actor, String reason) {
        return rewrapped(tenant, actor, reason);
    }

    private RewrapReport rewrapped(@Nullable String tenant, String actor, String reason) {
        Deed deed = gate.admit(new KeyAccess(KeyOperation.REWRAP, actor, reason, tenant, null));
        StateMac authentic = mac.get();
        Rewrapping.Pass pass = rewrapping.pass(deed, tenant, authentic);
        return new RewrapReport(pass.rewrapped(), pass.failures(), census.take(authentic));
    }
}
