package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.KeyRejectedException;
import io.columnseal.cipher.Suite;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment's SYSTEM key: the first thing that is unwrapped, which proves the KEK before anything is written, and
 * the source of the keys that authenticate all other rows and link the access log. Only those derived keys are kept.
 */
final class SystemKey {

    static final String TENANT = "system";

    private static final Logger LOG = LoggerFactory.getLogger(SystemKey.class);

    private final DataKeyStore store;
    private final KeyUnwrapper unwrapper;
    private final KeyCeremony ceremony;
    private final AuditChain chain;
    private final SystemKeyPin pin;
    private final Runnable beforeFirstUse;
    private final AtomicReference<@Nullable StateMac> stateMac = new AtomicReference<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    /** Held while tasks run: by then the key is verified, and offered to them alone. */
    private final ReentrantLock tasks = new ReentrantLock();

    private @Nullable StateMac offered;

    /**
     * @param pin what is known of the key
     * @param chain opened once the key is verified
     * @param beforeFirstUse done once the key is verified, before anybody may use it; perhaps more than once
     */
    SystemKey(
            DataKeyStore store,
            KeyUnwrapper unwrapper,
            KeyCeremony ceremony,
            AuditChain chain,
            SystemKeyPin pin,
            Runnable beforeFirstUse) {
        this.store = store;
        this.unwrapper = unwrapper;
        this.ceremony = ceremony;
        this.chain = chain;
        this.pin = pin;
        this.beforeFirstUse = beforeFirstUse;
    }

    /** Authenticates rows; verifies the store and the SYSTEM key, or creates it in an empty store, when first asked for. */
    StateMac stateMac() {
        StateMac known = stateMac.get();
        if (known != null) {
            return known;
        }
        if (tasks.isHeldByCurrentThread() && offered != null) {
            // A task that waited for the key uses it
            return offered;
        }
        // No lock around the KMS call: threads that come here together all verify the same key, and one result is kept
        StateMac verified = verify();
        try {
            beforeFirstUse.run();
            StateMac kept = keep(verified);
            if (kept != verified) {
                verified.wipe();
            }
            return kept;
        } catch (RuntimeException e) {
            verified.wipe();
            throw e;
        }
    }

    /** Once everything has been done that waited for it, each by one thread. */
    private StateMac keep(StateMac verified) {
        tasks.lock();
        try {
            offered = verified;
            for (Runnable task = waiting.peek(); task != null; task = waiting.peek()) {
                task.run();
                waiting.remove();
            }
            StateMac kept = stateMac.compareAndExchange(null, verified);
            return kept == null ? verified : kept;
        } finally {
            offered = null;
            tasks.unlock();
        }
    }

    /**
     * Runs a task now if the key was verified before, else when it first is, on the thread that verified it and before
     * anybody else may use it. If it fails then, so does that use, and the next one runs it again: no value may be sealed
     * in a column that could not be registered.
     */
    void whenVerified(Runnable task) {
        tasks.lock();
        try {
            if (stateMac.get() == null) {
                waiting.add(task);
                return;
            }
        } finally {
            tasks.unlock();
        }
        task.run();
    }

    /** Wipes the derived key for good: whatever asks for it from now on fails. */
    void close() {
        StateMac known = stateMac.getAndSet(StateMac.wiped());
        wipe(known);
    }

    private static void wipe(@Nullable StateMac mac) {
        if (mac != null) {
            mac.wipe();
        }
    }

    private StateMac verify() {
        store.verify();
        DataKeyRow active = store.findActive(TENANT, KeyUsage.SYSTEM).orElseGet(this::create);
        pin.verify(active);
        if (!pin.isKnown() && unwrapper.needsPin()) {
            throw SystemKeyPin.missing(active);
        }
        byte[] systemKey = unwrapper.open(active);
        try {
            StateMac mac = StateMac.of(systemKey);
            if (!mac.verifies(active)) {
                throw new KeyRejectedException(
                        active.identity().id(),
                        "the row of the SYSTEM key was edited. Restore it from a backup of the key table",
                        null);
            }
            chain.open(AuditMac.of(active.identity(), systemKey));
            unwrapper.recordUnwrapped(active, AccessLog.SYSTEM_ACTOR);
            return mac;
        } finally {
            Arrays.fill(systemKey, (byte) 0);
        }
    }

    private DataKeyRow create() {
        if (!store.isEmpty() || !store.columns().isEmpty()) {
            // Unless another node has finished its first start since we looked
            return store.findActive(TENANT, KeyUsage.SYSTEM).orElseThrow(SystemKey::lost);
        }
        if (pin.isKnown()) {
            throw lost();
        }
        KeyRequest request = new KeyRequest(
                TENANT,
                KeyUsage.SYSTEM,
                Suite.AES_256_GCM,
                AccessLog.SYSTEM_ACTOR,
                "first start with an empty key table",
                KeyOperation.INITIALIZE);
        AtomicReference<StateMac> ownMac = new AtomicReference<>();
        try (CeremonyOutcome outcome = ceremony.perform(request, null, systemKey -> {
            // The SYSTEM key authenticates its own row
            ownMac.set(StateMac.of(systemKey));
            return ownMac.get();
        })) {
            if (outcome.won()) {
                LOG.info(
                        "Created the SYSTEM key {} of an empty key table; its pin is {}",
                        outcome.active().identity().id(),
                        SystemKeyPin.textOf(outcome.active()));
            }
            return outcome.active();
        } finally {
            wipe(ownMac.get());
        }
    }

    private static ConfigurationException lost() {
        return new ConfigurationException(
                "columnseal.key-store",
                "the key table has no active SYSTEM key although it holds other keys, sealed columns are registered, or "
                        + SystemKeyPin.SETTING + " says that there is one:"
                        + " keys that data was sealed with are gone, or the row of the SYSTEM key was edited. Restore"
                        + " data_encryption_keys from a backup. New keys are not made, since they could open none of"
                        + " that data");
    }
}
