package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One of several processes on a store, each with a clock that stands still, that looks for changes when told to. */
final class TestNode implements AutoCloseable {

    static final ChangeSettings CHANGES = new ChangeSettings("clinic", Duration.ofSeconds(5), TestKeyRing.HARD_LIMIT);

    private static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    final CoarseClock clock;
    final CountingKms kms = new CountingKms();
    final ThisNode node;
    final KeyRing ring;
    final OutsideUses outside;
    final ChangePolling polling;
    final Keys keys;
    final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private final SystemKey systemKey;
    final Rotations rotations;
    private final KeyRingFieldCipher fields;

    TestNode(DataKeyStore store) {
        this(store, CoarseClock.standing());
    }

    TestNode(DataKeyStore store, CoarseClock clock) {
        this.clock = clock;
        KekUses uses = new KekUses(store.accessLog()::append, Clock.systemUTC());
        KeyUnwrapper unwrapper = new KeyUnwrapper(KmsRouting.common(kms), uses, Environment.TEST);
        KeyCeremony ceremony = new KeyCeremony(
                store, KmsRouting.common(kms), null, unwrapper, uses, Environment.TEST, Clock.systemUTC());
        this.systemKey = new SystemKey(store, unwrapper, ceremony, new AuditChain(), SystemKeyPin.NONE, () -> {});
        KeyFactory factory = new KeyFactory(store, systemKey, ceremony, Suite.AES_256_GCM);
        this.node = new ThisNode(store.nodes(), CHANGES, clock);
        StoredKeySource source = new StoredKeySource(
                store, unwrapper, systemKey, factory, node, new SealCount(store, this::replace, events::add));
        KeyRingSettings settings = new KeyRingSettings(TestKeyRing.TTL, TestKeyRing.HARD_LIMIT, 100);
        this.ring = new KeyRing(source, settings, OutageSettings.DEFAULT, events::add, clock, new CallerRuns());
        this.outside = new OutsideUses(store, Clock.systemUTC());
        this.polling = new ChangePolling(store, ring, node, CHANGES.pollInterval(), outside::forgetAll, clock::nanos);
        KeyAdoption adoption = new KeyAdoption(source, ring, events::add);
        StateChanges changes = new StateChanges(store, systemKey, Clock.systemUTC(), events::add);
        DualControl control = new DualControl(store, systemKey, Set.of(), Duration.ofHours(1), Clock.systemUTC());
        OperationGate gate = new OperationGate(OperationRules.NONE, control, uses, events::add);
        this.rotations = new Rotations(store, gate, factory, adoption, Clock.systemUTC(), events::add);
        this.keys = new StoredKeys(
                store,
                gate,
                factory,
                source,
                rotations,
                new Compromise(changes, factory, adoption, ring, events::add),
                new Suspension(store, changes, ring),
                new Erasure(
                        store,
                        changes,
                        new DestructionSettings(DestructionSettings.DEFAULT_DELAY, Duration.ZERO),
                        new ClockCheck(store.nodes(), Clock.systemUTC()),
                        ring),
                new GatedApprovals(gate, control),
                new Convergence(store, CHANGES, Clock.systemUTC()),
                events::add);
        this.fields = new KeyRingFieldCipher(ring, events::add);
        polling.begin();
    }

    /** A node that nobody hears of. */
    static ThisNode unheard(DataKeyStore store) {
        return new ThisNode(store.nodes(), CHANGES, CoarseClock.standing());
    }

    private void replace(KeyIdentity key) {
        rotations.rotateIf(
                key.tenant(), key.usage(), key.version(), new Deed(KeyOperation.ROTATE, "system", "sealed enough"));
    }

    byte[] seal(String tenant) {
        return fields.encrypt(FieldContext.of(tenant, "patient.ssn"), VALUE);
    }

    /** The key that this node seals under. */
    KeyId sealsUnder(String tenant) {
        return SealedValue.header(seal(tenant)).orElseThrow().key();
    }

    boolean opens(String tenant, byte[] sealed) {
        return Arrays.equals(VALUE, fields.decrypt(FieldContext.of(tenant, "patient.ssn"), sealed));
    }

    @Override
    public void close() {
        polling.close();
        ring.close();
        systemKey.close();
        node.leave();
    }

    /** The same KEK on every node; fails when told to. */
    static final class CountingKms implements Kms {

        private final LocalKms kms =
                LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        int calls;
        boolean unavailable;
        boolean lies;
        Runnable duringUnwrap = () -> {};

        private void arrived() {
            calls++;
            if (unavailable) {
                throw new KmsUnavailableException(kekId(), "told to be unavailable", null);
            }
        }

        @Override
        public String kekId() {
            return kms.kekId();
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            arrived();
            return kms.generateDataKey(context);
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            arrived();
            return kms.wrap(dataKey, context);
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            arrived();
            Runnable now = duringUnwrap;
            duringUnwrap = () -> {};
            now.run();
            byte[] key = kms.unwrap(wrappedKey, context);
            if (lies) {
                key[0] ^= 1;
            }
            return key;
        }
    }
}
