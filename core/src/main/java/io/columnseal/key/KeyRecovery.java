package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryPrivateKey;
import io.columnseal.kms.WrappedKey;
import java.time.Clock;
import java.util.Arrays;

/**
 * The way back when the KEK is lost: every data key that was also wrapped for the recovery key is wrapped under a new KEK.
 * Stored values are not touched, since the data keys stay the same.
 *
 * <p>To be run by itself, with all applications stopped: none of them starts without its KEK anyhow. Whoever brings the
 * private key may do it, so no authorizer is asked; it is recorded in the access log. Immutable.
 *
 * <pre>{@code
 * RewrapReport report = new KeyRecovery(Environment.PRODUCTION, store, RecoveryPrivateKey.fromPem(pem))
 *         .under(newKms, "j.doe", "the master key is lost");
 * }</pre>
 */
public final class KeyRecovery {

    private final Environment environment;
    private final DataKeyStore store;
    private final RecoveryPrivateKey key;
    private final Clock clock;
    private final SystemKeyPin pin;

    /**
     * Prepares a recovery; nothing happens before {@link #under}.
     *
     * @param store stays open
     */
    public KeyRecovery(Environment environment, DataKeyStore store, RecoveryPrivateKey key) {
        this(environment, store, key, Clock.systemUTC());
    }

    /** @param clock dates the access log */
    public KeyRecovery(Environment environment, DataKeyStore store, RecoveryPrivateKey key, Clock clock) {
        this(environment, store, key, clock, SystemKeyPin.NONE);
    }

    private KeyRecovery(
            Environment environment, DataKeyStore store, RecoveryPrivateKey key, Clock clock, SystemKeyPin pin) {
        this.environment = environment;
        this.store = store;
        this.key = key;
        this.clock = clock;
        this.pin = pin;
    }

    /**
     * This recovery, of the table with this SYSTEM key only: while the KEK is lost, nothing else tells it from one that
     * somebody planted.
     *
     * @param systemKeyPin as {@code columnseal.system-key-pin} has it
     * @throws ConfigurationException if it is no pin
     */
    public KeyRecovery withSystemKeyPin(String systemKeyPin) {
        return new KeyRecovery(environment, store, key, clock, SystemKeyPin.parse(systemKeyPin));
    }

    /**
     * Wraps every key under the KMS's current KEK. Stopped anywhere, it is simply run again.
     *
     * @param kms has the new KEK; stays open
     * @param actor who recovers, for the record; never blank
     * @param reason why, for the record; never blank
     * @return how many keys were recovered, and which were not and why
     * @throws ConfigurationException if the key table holds no active SYSTEM key
     * @throws KeyRejectedException if the SYSTEM key is not the pinned one, was not wrapped for this recovery key, or its row was edited: then
     *     nothing tells edited rows from others, and nothing was written
     * @throws io.columnseal.KmsException if the KMS fails; what was done stays
     * @throws io.columnseal.KeyStoreException if the key store fails; what was done stays
     */
    public RewrapReport under(Kms kms, String actor, String reason) {
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
        store.verify();
        DataKeyRow system = store.findActive(SystemKey.TENANT, KeyUsage.SYSTEM)
                .orElseThrow(() -> new ConfigurationException(
                        "columnseal.key-store",
                        "the key table has no active SYSTEM key. Restore data_encryption_keys from a backup first"));
        pin.verify(system);
        KeyOpener opener = new RecoveryOpener(key);
        byte[] systemKey = opener.open(system);
        AuditChain chain = new AuditChain();
        StateMac mac = StateMac.of(systemKey);
        try (AuditTrail trail =
                new AuditTrail(store, chain, new AuditSettings(AuditSettings.thisProcess(), entry -> {}), clock)) {
            mac.requireVerified(system);
            chain.open(AuditMac.of(system.identity(), systemKey));
            return recovered(kms, opener, mac, trail, new Deed(KeyOperation.RECOVER, actor, reason));
        } finally {
            Arrays.fill(systemKey, (byte) 0);
            mac.wipe();
            chain.close();
        }
    }

    private RewrapReport recovered(Kms kms, KeyOpener opener, StateMac mac, AuditTrail trail, Deed deed) {
        KekUses uses = new KekUses(trail::later, clock);
        KmsRouting routing = KmsRouting.common(kms);
        new CurrentKeks(routing, environment).learn();
        KeyUnwrapper unwrapper = new KeyUnwrapper(routing, uses, environment);
        DataKeyStore chained = new ChainedKeyStore(store, trail);
        Rewrapping rewrapping = new Rewrapping(
                chained, routing, row -> wrap(kms, opener, row), unwrapper, key.publicKey(), uses, event -> {});
        Rewrapping.Pass pass = rewrapping.pass(deed, null, mac);
        pass.requireEnded();
        return new RewrapReport(
                pass.rewrapped(),
                pass.failures(),
                new KekCensus(chained, unwrapper, routing, key.publicKey()).take(mac));
    }

    private static WrappedKey wrap(Kms kms, KeyOpener opener, DataKeyRow row) {
        byte[] dataKey = opener.open(row);
        try {
            return kms.wrap(dataKey, row.identity().encryptionContext());
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "KeyRecovery[" + key.publicKey() + "]";
    }
}
