package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.SealListener;
import io.columnseal.TenantInvalidException;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.CoarseClock;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.internal.RestoreNotice;
import io.columnseal.kms.RecoveryKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one {@link io.columnseal.ColumnSeal}, which builds it and is the way to it: no API of its own. Safe for
 * use by many threads.
 */
public final class KeyService implements AutoCloseable {

    private final AuditChain chain;
    private final AuditTrail trail;
    private final DataKeyStore store;
    private final SealListener listener;
    private final SystemKey systemKey;
    private final CoarseClock clock;
    private final Executor executor;
    private final KeyRing ring;
    private final GuardedKeks guardedKeks;
    private final GuardedKeySource guardedSource;
    private final IndexKeyRing indexes;
    private final IndexRotations indexRotations;
    private final KeyDestructions destructions;
    private final OutsideUses outsideUses;
    private final Keys keys;
    private final Rotations rotations;
    private final Clock wallClock;
    private final OperationGate gate;
    private final ThisNode node;
    private final ChangePolling polling;
    private final Keks keks;
    private final KeySnapshots snapshots;
    private final GatedRecords records;
    private final KeyRestore restores;
    private final RestoreNotice restoreNotice;
    private volatile @Nullable ScheduledRotation schedule;

    /**
     * Writes and reads nothing yet.
     *
     * @param kekSettings where the KEKs lie
     * @param systemKeyPin what is known of the SYSTEM key from elsewhere
     * @param recovery wraps every key a second time, or null
     * @param plainStore where keys lie; its access log is written through the chain of this instance only
     * @param suite algorithm of new keys
     * @param outages what is done while KMS or store do not answer
     * @param rules who may do what
     * @param destruction how long keys wait for their erasure
     * @param audit how the access log is written
     * @param wallClock dates rows
     */
    public KeyService(
            Environment environment,
            KekSettings kekSettings,
            SystemKeyPin systemKeyPin,
            @Nullable RecoveryKey recovery,
            DataKeyStore plainStore,
            Suite suite,
            KeyRingSettings ringSettings,
            OutageSettings outages,
            ChangeSettings changeSettings,
            OperationRules rules,
            DestructionSettings destruction,
            SealListener listener,
            AuditSettings audit,
            Clock wallClock) {
        this(
                environment,
                kekSettings,
                systemKeyPin,
                recovery,
                plainStore,
                suite,
                ringSettings,
                outages,
                changeSettings,
                rules,
                destruction,
                listener,
                audit,
                wallClock,
                startClock(suite),
                LoadingThreads.create());
    }

    /** Not before it is known that there is something to time. */
    private static CoarseClock startClock(Suite suite) {
        SuiteCiphers.requireAvailable(suite);
        return CoarseClock.start();
    }

    /**
     * @param clock what keys in memory and outages are timed by; closed with this
     * @param executor where keys are loaded in the background; shut down with this
     */
    KeyService(
            Environment environment,
            KekSettings kekSettings,
            SystemKeyPin systemKeyPin,
            @Nullable RecoveryKey recovery,
            DataKeyStore plainStore,
            Suite suite,
            KeyRingSettings ringSettings,
            OutageSettings outages,
            ChangeSettings changeSettings,
            OperationRules rules,
            DestructionSettings destruction,
            SealListener listener,
            AuditSettings audit,
            Clock wallClock,
            CoarseClock clock,
            ExecutorService executor) {
        this.clock = clock;
        this.executor = executor;
        this.guardedKeks = new GuardedKeks(kekSettings, outages, clock);
        KmsRouting routing = guardedKeks.routing();
        this.chain = new AuditChain();
        this.trail = new AuditTrail(plainStore, chain, audit, wallClock);
        this.store = new ChainedKeyStore(plainStore, trail);
        this.listener = withAudit(listener);
        SealListener isolated = new IsolatedListener(this.listener);
        KekUses uses = new KekUses(trail::later, wallClock);
        KeyUnwrapper unwrapper = new KeyUnwrapper(routing, uses, environment);
        KeyCeremony ceremony = new KeyCeremony(store, routing, recovery, unwrapper, uses, environment, wallClock);
        SystemKeyPin pin = systemKeyPin.isKnown() ? systemKeyPin : plainStore.systemKeyPin();
        this.systemKey = new SystemKey(store, unwrapper, ceremony, chain, pin, this::hearOfChanges);
        KeyFactory factory = new KeyFactory(store, systemKey, ceremony, suite);
        this.node = new ThisNode(store.nodes(), changeSettings, clock);
        SealCount sealCount = new SealCount(store, this::replaceSpent, isolated);
        StoredKeySource source = new StoredKeySource(store, unwrapper, systemKey, factory, node, sealCount);
        StateChanges changes = new StateChanges(store, systemKey, wallClock, isolated);
        this.guardedSource = new GuardedKeySource(new RevivingKeySource(source, changes, store), outages, clock);
        this.ring = new KeyRing(guardedSource, ringSettings, outages, isolated, clock, executor);
        this.outsideUses = new OutsideUses(store, wallClock);
        this.polling = new ChangePolling(
                store, ring, node, changeSettings.pollInterval(), outsideUses::forgetAll, clock::nanos);
        IndexGrace grace = new IndexGrace(ringSettings.hardLimit());
        this.indexes = new IndexKeyRing(ring, clock, wallClock, grace);
        DualControl control = new DualControl(store, systemKey, rules.dualControl(), rules.approvalExpiry(), wallClock);
        this.gate = new OperationGate(rules, control, new KekUses(trail::now, wallClock), isolated);
        ClockCheck clocks = new ClockCheck(store.nodes(), wallClock);
        Erasure erasure = new Erasure(store, changes, destruction, clocks, ring);
        this.indexRotations = new IndexRotations(store, systemKey, gate, ring, grace, erasure, wallClock, isolated);
        KeyAdoption adoption = new KeyAdoption(source, ring, isolated);
        this.rotations = new Rotations(store, gate, factory, adoption, wallClock, isolated);
        this.wallClock = wallClock;
        Convergence convergence = new Convergence(store, changeSettings, wallClock);
        this.destructions = new KeyDestructions(
                store, changes, gate, convergence, erasure, clocks, ring, new KekUses(trail::now, wallClock));
        Compromise compromise = new Compromise(changes, factory, adoption, ring, isolated);
        this.keys = new StoredKeys(
                store,
                gate,
                factory,
                source,
                rotations,
                compromise,
                new Suspension(store, changes, ring),
                erasure,
                new GatedApprovals(gate, control),
                convergence,
                isolated);
        CurrentKeks currentKeks = new CurrentKeks(routing, environment);
        this.keks = new Keks(
                gate,
                systemKey::stateMac,
                routing,
                currentKeks,
                new Rewrapping(store, routing, Keks.rewrappedBy(routing), unwrapper, recovery, uses, isolated),
                new KekCensus(store, unwrapper, routing, recovery),
                new KekCompromise(
                        store, routing, chain, compromise, changes, new KekUses(trail::now, wallClock), currentKeks),
                new KekUses(trail::now, wallClock));
        whenVerified(() -> RecoveryKeyChange.warn(store, recovery));
        this.snapshots = new KeySnapshots(
                systemKey,
                gate,
                new KekUses(trail::now, wallClock),
                new SnapshotReader(store, routing.common(), environment.name(), wallClock));
        this.records = new GatedRecords(gate, new KekUses(store.accessLog()::append, wallClock));
        this.restores = new KeyRestore(
                store,
                new SystemKeyProof(environment, unwrapper, pin),
                wallClock,
                this::linked,
                gate::admit,
                ring::evict);
        this.restoreNotice = new RestoreNotice(ring::renewRandomness);
    }

    /**
     * Checks at start-up what would otherwise fail with the first value.
     *
     * @throws TenantInvalidException if no key of this tenant could be stored
     */
    public static void requireTenant(String tenant) {
        StoredText.requireTenant(tenant, KeyUsage.FIELD);
    }

    /** Verifies the schema and the KEK, and in an empty store creates the SYSTEM key. */
    public void verify() {
        systemKey.stateMac();
    }

    private SealListener withAudit(SealListener asked) {
        SealListener refusals = new IsolatedListener(trail.refusals());
        SealListener others = new IsolatedListener(asked);
        return event -> {
            refusals.on(event);
            others.on(event);
        };
    }

    /** What is to be told of everything that happens to values: the listener that was given, and the access log. */
    public SealListener listener() {
        return listener;
    }

    /** The store, whose access log is linked. */
    public DataKeyStore store() {
        return store;
    }

    /** Tells which entries of the access log are as this product wrote them; verifies the KEK when first asked. */
    public EntryAuthenticator entryAuthenticator() {
        return entry -> {
            verify();
            return chain.check(entry);
        };
    }

    /** Writes what this instance has to tell the access log, as far as the store takes it now. */
    public void flushAccessLog() {
        trail.flush();
    }

    /** Whether a row is as this product wrote it. */
    public boolean authenticates(DataKeyRow row) {
        return systemKey.stateMac().verifies(row);
    }

    /** Runs a task once the KEK is verified: now, or when the first use verifies it. */
    public void whenVerified(Runnable task) {
        systemKey.whenVerified(task);
    }

    /**
     * Rotates keys by a schedule from now on, once the KEK is verified, until this is closed.
     *
     * @param afterwards told of every rotation that made a key or failed for a tenant, on the schedule's thread
     */
    public void rotate(RotationSchedule by, Consumer<KeyRotationReport> afterwards) {
        ScheduledRotation scheduled = new ScheduledRotation(by, rotations, afterwards, wallClock);
        schedule = scheduled;
        whenVerified(scheduled::start);
    }

    /** @param follower told, on a thread of its own, of each leak of a KEK that was answered */
    public void afterKekCompromise(Consumer<KekCompromiseReport> follower) {
        keks.afterCompromise(follower);
    }

    /** What backups are made of. */
    public KeySnapshots snapshots() {
        return snapshots;
    }

    /** What is done by hand and is in the access log only. */
    public GatedRecords records() {
        return records;
    }

    /** What backups are opened with and restored by. */
    public KeyRestore restores() {
        return restores;
    }

    public Keys keys() {
        return keys;
    }

    public Keks keks() {
        return keks;
    }

    /** The keys in memory. */
    public KeyRing ring() {
        return ring;
    }

    /** The INDEX keys in memory. */
    public IndexKeyRing indexes() {
        return indexes;
    }

    /** Rotations of INDEX keys that have not ended. */
    public IndexRotations indexRotations() {
        return indexRotations;
    }

    /** What runs that destroy keys work with. */
    public KeyDestructions destructions() {
        return destructions;
    }

    /** The common KEKs and the key database, if they do not answer and are left alone for a while. */
    public List<Outage> outages() {
        return Stream.concat(guardedKeks.commonOutages().stream(), guardedSource.outage().stream())
                .toList();
    }

    /** For how long changes of keys have not been heard of, if that is too long. */
    public Optional<Duration> silence() {
        return polling.silence();
    }

    /** The KEKs of tenants' own KMS that do not answer and are left alone for a while. */
    public List<Outage> tenantOutages() {
        return guardedKeks.tenantOutages();
    }

    /** Asks each KMS for the state of its KEK; takes as long as {@link OutageSettings#patience}, at most. */
    public List<KekProbe> probeKeks() {
        return guardedKeks.probe(executor);
    }

    /** Keys of values that are in no catalogue. */
    public OutsideUses outsideUses() {
        return outsideUses;
    }

    /** The access log of this instance is linked under the one SYSTEM key that the table has. */
    private <T> T linked(DataKeyRow system, byte[] ignored, Function<DataKeyStore, T> work) {
        systemKey.stateMac().requireVerified(system);
        return work.apply(store);
    }

    private void hearOfChanges() {
        polling.begin();
        polling.start();
    }

    /** By whichever node is first; the others adopt its key. */
    private void replaceSpent(KeyIdentity key) {
        rotations.rotateIf(
                key.tenant(),
                key.usage(),
                key.version(),
                gate.admitSystem(
                        KeyFactory.rotation(key.usage()),
                        key.tenant(),
                        key.id(),
                        "sealed half of what its suite allows"));
    }

    /** Wipes all keys. */
    @Override
    public void close() {
        restoreNotice.close();
        ScheduledRotation scheduled = schedule;
        if (scheduled != null) {
            scheduled.close();
        }
        polling.close();
        ring.close();
        clock.close();
        trail.close();
        systemKey.close();
        // Last: from here on nothing is sealed
        node.leave();
        chain.close();
    }
}
