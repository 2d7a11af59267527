package io.columnseal;

import io.columnseal.audit.AuditOutlets;
import io.columnseal.audit.AuditSink;
import io.columnseal.cipher.Suite;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.codec.Codecs;
import io.columnseal.health.HealthSettings;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.key.AuditSettings;
import io.columnseal.key.ChangeSettings;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.DestructionSettings;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KekSettings;
import io.columnseal.key.KeyAuthorizer;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyRingSettings;
import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.KeyService;
import io.columnseal.key.OperationRules;
import io.columnseal.key.OutageSettings;
import io.columnseal.key.RotationSchedule;
import io.columnseal.key.SystemKeyPin;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a {@link ColumnSeal}. Only the KMS and the key store are required; the defaults of everything else are the
 * constants of this class and nowhere else. Not for many threads.
 */
public final class ColumnSealBuilder {

    /** How long an unwrapped key serves before it is unwrapped anew. */
    public static final Duration DEFAULT_CACHE_TTL = Duration.ofMinutes(5);

    /** How long an unwrapped key serves while the KMS cannot be reached, from its last unwrap. */
    public static final Duration DEFAULT_CACHE_HARD_LIMIT = Duration.ofHours(1);

    /** How many unwrapped keys are held. */
    public static final int DEFAULT_CACHE_MAXIMUM_SIZE = 10_000;

    /** How often a node looks for changes that others made to keys. */
    public static final Duration DEFAULT_CACHE_POLL_INTERVAL = Duration.ofSeconds(5);

    /** What a process is called if nobody says. */
    public static final String DEFAULT_APPLICATION = "application";

    /** The tenant of applications without tenancy. */
    public static final String DEFAULT_TENANT = "default";

    /** What is done about a KMS or key database that cannot be reached. */
    public static final Startup DEFAULT_STARTUP = Startup.REQUIRE;

    /** How long {@link Startup#WAIT} waits. */
    public static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(ColumnSealBuilder.class);

    private Environment environment = Environment.PRODUCTION;
    private boolean enabled = true;
    private @Nullable Kms kms;
    private final SortedMap<String, Kms> tenantKms = new TreeMap<>();
    private final List<Kms> ownedTenantKms = new ArrayList<>();
    private KekResolver kekResolver = KekResolver.COMMON;
    private SystemKeyPin systemKeyPin = SystemKeyPin.NONE;
    private @Nullable RecoveryKey recoveryKey;
    private @Nullable DataKeyStore keyStore;
    private @Nullable Kms ownedKms;
    private @Nullable DataKeyStore ownedKeyStore;
    private Suite suite = Suite.AES_256_GCM;
    private Duration cacheTtl = DEFAULT_CACHE_TTL;
    private Duration cacheHardLimit = DEFAULT_CACHE_HARD_LIMIT;
    private int cacheMaximumSize = DEFAULT_CACHE_MAXIMUM_SIZE;
    private Duration cachePollInterval = DEFAULT_CACHE_POLL_INTERVAL;
    private String application = DEFAULT_APPLICATION;
    private String defaultTenant = DEFAULT_TENANT;
    private @Nullable TenantResolver tenantResolver;
    private @Nullable CodecRegistry codecs;
    private @Nullable ActorResolver actorResolver;
    private KeyAuthorizer keyAuthorizer = KeyAuthorizer.EVERYBODY;
    private Set<KeyOperation> dualControl = Set.of();
    private Duration approvalExpiry = OperationRules.DEFAULT_APPROVAL_EXPIRY;
    private Duration destructionDelay = DestructionSettings.DEFAULT_DELAY;
    private Duration backupRetention = Duration.ZERO;
    private @Nullable RotationSchedule rotationSchedule;
    private Consumer<KeyRotationReport> afterRotation = report -> {};
    private Consumer<KekCompromiseReport> afterKekCompromise = report -> {};
    private SealListener listener = event -> {};
    private @Nullable String auditOrigin;
    private @Nullable AuditSink auditSink;
    private OutageSettings outages = OutageSettings.DEFAULT;
    private HealthSettings health = HealthSettings.DEFAULT;
    private Startup startup = DEFAULT_STARTUP;
    private Duration startupTimeout = DEFAULT_STARTUP_TIMEOUT;
    private Clock clock = Clock.systemUTC();

    ColumnSealBuilder() {}

    /** Which deployment this is; {@link Environment#PRODUCTION} unless said otherwise. */
    public ColumnSealBuilder environment(Environment environment) {
        this.environment = environment;
        return this;
    }

    /** What wraps data keys; required. Closed with the instance, and by a build that fails. */
    public ColumnSealBuilder kms(Kms kms) {
        this.kms = kms;
        this.ownedKms = kms;
        return this;
    }

    /** What wraps data keys, in place of {@link #kms}; stays open, since somebody else closes it: a container, say. */
    public ColumnSealBuilder borrowedKms(Kms kms) {
        this.kms = kms;
        this.ownedKms = null;
        return this;
    }

    /**
     * A KMS that holds the KEK of a tenant, or of several, who brought their own; {@link #kms} stays that of everybody else
     * and of what all have in common. Not asked before a key of theirs is: one that is down stops no start. Closed with the
     * instance, and by a build that fails.
     *
     * @param name by which {@link #kekResolver} chooses it; the last one of a name counts
     */
    public ColumnSealBuilder tenantKms(String name, Kms kms) {
        ownedTenantKms.add(kms);
        tenantKms.put(name, kms);
        return this;
    }

    /** The same with a KMS that stays open, since somebody else closes it: a container, say. */
    public ColumnSealBuilder borrowedTenantKms(String name, Kms kms) {
        tenantKms.put(name, kms);
        return this;
    }

    /** Chooses which tenants' keys lie under which KMS of {@link #tenantKms}; required with any. */
    public ColumnSealBuilder kekResolver(KekResolver resolver) {
        this.kekResolver = resolver;
        return this;
    }

    /**
     * The pin of this environment's SYSTEM key: 64 hexadecimal digits, no secret, logged by the first start with an empty
     * key table. With it, no key table starts but the one it was made in, an empty one included. Required in production
     * with a KMS that does not authenticate, see {@link Kms#authenticates()}; none unless set.
     *
     * @throws ConfigurationException if it is not that
     */
    public ColumnSealBuilder systemKeyPin(String pin) {
        this.systemKeyPin = SystemKeyPin.parse(pin);
        return this;
    }

    /**
     * Wraps every new data key a second time, under a public key whose private key lies offline, for the day on which the
     * KEK is gone. Keys that were made before get theirs by {@link io.columnseal.key.Keks#rewrap}. None unless set.
     */
    public ColumnSealBuilder recoveryKey(RecoveryKey recoveryKey) {
        this.recoveryKey = recoveryKey;
        return this;
    }

    /** Where wrapped data keys lie; required. Closed with the instance, and by a build that fails. */
    public ColumnSealBuilder keyStore(DataKeyStore keyStore) {
        this.keyStore = keyStore;
        this.ownedKeyStore = keyStore;
        return this;
    }

    /**
     * Where wrapped data keys lie, in place of {@link #keyStore}; stays open, since somebody else closes it: a
     * container, say.
     */
    public ColumnSealBuilder borrowedKeyStore(DataKeyStore keyStore) {
        this.keyStore = keyStore;
        this.ownedKeyStore = null;
        return this;
    }

    /** The algorithm of keys that are made from now on; existing keys keep theirs. */
    public ColumnSealBuilder suite(Suite suite) {
        this.suite = suite;
        return this;
    }

    /**
     * How long an unwrapped key serves before it is unwrapped anew; {@link #DEFAULT_CACHE_TTL} unless set. How long it stays
     * in memory is told by {@link #cacheHardLimit}.
     */
    public ColumnSealBuilder cacheTtl(Duration ttl) {
        this.cacheTtl = ttl;
        return this;
    }

    /**
     * How long an unwrapped key serves while the KMS cannot be reached, from its last unwrap, not shorter than the TTL;
     * {@link #DEFAULT_CACHE_HARD_LIMIT} unless set. A key that nobody uses stays in memory as long, and is wiped within
     * seconds then. To be the same on all nodes: by it a node tells whether all others know a new INDEX key.
     */
    public ColumnSealBuilder cacheHardLimit(Duration hardLimit) {
        this.cacheHardLimit = hardLimit;
        return this;
    }

    /** How many unwrapped keys are held; {@link #DEFAULT_CACHE_MAXIMUM_SIZE} unless set. */
    public ColumnSealBuilder cacheMaximumSize(int keys) {
        this.cacheMaximumSize = keys;
        return this;
    }

    /**
     * How often this node looks, at most, for changes that others made to keys: by then a rotation elsewhere has taken
     * effect here. {@link #DEFAULT_CACHE_POLL_INTERVAL} unless set; to be the same on all nodes.
     */
    public ColumnSealBuilder cachePollInterval(Duration interval) {
        this.cachePollInterval = interval;
        return this;
    }

    /** What this process is called in the table of nodes, 255 characters at most; {@link #DEFAULT_APPLICATION} unless set. */
    public ColumnSealBuilder application(String name) {
        this.application = name;
        return this;
    }

    /** The tenant of applications without tenancy; {@link #DEFAULT_TENANT} unless set. */
    public ColumnSealBuilder defaultTenant(String tenant) {
        this.defaultTenant = tenant;
        return this;
    }

    /** Says the current tenant where the persistence provider does not know it. */
    public ColumnSealBuilder tenantResolver(TenantResolver resolver) {
        this.tenantResolver = resolver;
        return this;
    }

    /**
     * Says who asks for operations on keys. With one, the actor that an operation is given must be the one it names, or
     * {@code system} where it names none; without one, actors are believed to be who they say.
     */
    public ColumnSealBuilder actorResolver(ActorResolver resolver) {
        this.actorResolver = resolver;
        return this;
    }

    /** Decides who may do what with keys; everybody everything unless set. */
    public ColumnSealBuilder keyAuthorizer(KeyAuthorizer authorizer) {
        this.keyAuthorizer = authorizer;
        return this;
    }

    /**
     * Rotates keys by themselves, on a thread of the instance, as the actor {@code system}; never unless set. May be the
     * same on all nodes. A tenant that fails does not stop the others, and is tried again an hour later.
     */
    public ColumnSealBuilder rotation(RotationSchedule schedule) {
        this.rotationSchedule = schedule;
        return this;
    }

    /**
     * Told of every scheduled rotation in which this node made a key or a tenant failed, on the schedule's thread: the
     * place to start a re-encryption run, or to report failures.
     */
    public ColumnSealBuilder afterRotation(Consumer<KeyRotationReport> follower) {
        this.afterRotation = follower;
        return this;
    }

    /**
     * Told of every {@link io.columnseal.key.Keks#markCompromised leak of a KEK} that this instance answered, complete or
     * not, on a thread of its own: the place to start a re-encryption run, which moves the values under the leaked keys.
     * Told again when the operation is run again, since the run before may have been stopped.
     */
    public ColumnSealBuilder afterKekCompromise(Consumer<KekCompromiseReport> follower) {
        this.afterKekCompromise = follower;
        return this;
    }

    /**
     * Operations that take two people, see {@link io.columnseal.key.Approvals}; none unless set. What the library does by
     * itself, such as scheduled rotation, takes none.
     */
    public ColumnSealBuilder dualControl(Set<KeyOperation> operations) {
        this.dualControl = Set.copyOf(operations);
        return this;
    }

    /** How long a request can be approved and done; {@link OperationRules#DEFAULT_APPROVAL_EXPIRY} unless set. */
    public ColumnSealBuilder approvalExpiry(Duration expiry) {
        this.approvalExpiry = expiry;
        return this;
    }

    /**
     * How long a key that nothing is sealed under waits before it is erased; {@link DestructionSettings#DEFAULT_DELAY}
     * unless set, and never shorter than the retention of backups.
     */
    public ColumnSealBuilder destructionDelay(Duration delay) {
        this.destructionDelay = delay;
        return this;
    }

    /** How long backups of the data are kept, which need the keys of their values; not kept unless set. */
    public ColumnSealBuilder backupRetention(Duration retention) {
        this.backupRetention = retention;
        return this;
    }

    /** Codecs of values; {@link Codecs#standard()} unless set. */
    public ColumnSealBuilder codecs(CodecRegistry codecs) {
        this.codecs = codecs;
        return this;
    }

    /** Is told what happens. Given several times, all are told, in this order. */
    public ColumnSealBuilder listener(SealListener listener) {
        SealListener before = new IsolatedListener(this.listener);
        SealListener added = new IsolatedListener(listener);
        this.listener = event -> {
            before.on(event);
            added.on(event);
        };
        return this;
    }

    /** Where this instance runs, as its entries in the access log say it; host and process unless set. */
    public ColumnSealBuilder auditOrigin(String origin) {
        this.auditOrigin = origin;
        return this;
    }

    /** Receives every entry that this instance writes to the access log; see there for what happens if it fails. */
    public ColumnSealBuilder auditSink(AuditSink sink) {
        this.auditSink = sink;
        return this;
    }

    /** What is done while the KMS or the key database is slow or down; {@link OutageSettings#DEFAULT} unless set. */
    public ColumnSealBuilder outages(OutageSettings settings) {
        this.outages = settings;
        return this;
    }

    /** What {@link ColumnSeal#health()} finds worth telling; {@link HealthSettings#DEFAULT} unless set. */
    public ColumnSealBuilder health(HealthSettings settings) {
        this.health = settings;
        return this;
    }

    /** What {@link #build()} does about a KMS or key database that cannot be reached. */
    public ColumnSealBuilder startup(Startup startup) {
        this.startup = startup;
        return this;
    }

    /** How long {@link Startup#WAIT} waits; {@link #DEFAULT_STARTUP_TIMEOUT} unless set. */
    public ColumnSealBuilder startupTimeout(Duration timeout) {
        this.startupTimeout = timeout;
        return this;
    }

    /** Dates key rows and the access log. */
    public ColumnSealBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Stores values readable, to look at them in a development database: no KMS, no key store. Refused outside {@link
     * Environment#DEVELOPMENT} and {@link Environment#TEST}, and logged at every start. Values stored so do not open
     * with encryption switched on, nor the other way round.
     */
    public ColumnSealBuilder encryptionDisabled() {
        this.enabled = false;
        return this;
    }

    /**
     * Verifies the key store and the master key and builds the instance. If that fails, KMS and key store are closed: try
     * again with new ones. Borrowed ones stay open, and may be tried again.
     *
     * @throws ConfigurationException if a required setting is missing or two contradict each other
     * @throws KeyRejectedException if the master key is not the one this key table was made with; nothing was written
     * @throws KmsException if the KMS refuses, or is not reached (see {@link Startup}); nothing was written
     * @throws KeyStoreException if the key tables are missing or not reached (see {@link Startup})
     */
    public ColumnSeal build() {
        try {
            return checked();
        } catch (RuntimeException e) {
            // Nobody else knows of a pool or key that settings opened
            owned().close();
            throw e;
        }
    }

    private ColumnSeal checked() {
        requireStorable(defaultTenant);
        return new ColumnSeal(
                environment,
                defaultTenant,
                tenantResolver,
                codecs == null ? Codecs.standard() : codecs,
                enabled ? sealing() : switchedOff());
    }

    private static void requireStorable(String defaultTenant) {
        try {
            KeyService.requireTenant(defaultTenant);
        } catch (TenantInvalidException e) {
            throw new ConfigurationException("columnseal.default-tenant", e.problem(), e);
        }
    }

    private Engine sealing() {
        Kms requiredKms = required("columnseal.kms", kms, "LocalKms.fromHex(masterKey)");
        DataKeyStore requiredStore = required(
                "columnseal.key-store", keyStore, "JdbcDataKeyStore.on(dataSource) for a DataSource of its own");
        StartupCheck check = new StartupCheck(startup, startupTimeout);
        KeyRingSettings ring = new KeyRingSettings(cacheTtl, cacheHardLimit, cacheMaximumSize);
        ChangeSettings changes = new ChangeSettings(application, cachePollInterval, cacheHardLimit);
        AuditOutlets outlets = new AuditOutlets(auditSink);
        AuditSettings audit =
                new AuditSettings(auditOrigin == null ? AuditSettings.thisProcess() : auditOrigin, outlets);
        KeyService keys = new KeyService(
                environment,
                new KekSettings(requiredKms, tenantKms, kekResolver, defaultTenant),
                systemKeyPin,
                recoveryKey,
                requiredStore,
                suite,
                ring,
                outages,
                changes,
                new OperationRules(actorResolver, keyAuthorizer, dualControl, approvalExpiry),
                new DestructionSettings(destructionDelay, backupRetention),
                listener,
                audit,
                clock);
        keys.afterKekCompromise(afterKekCompromise);
        try {
            check.run(keys::verify);
            if (rotationSchedule != null) {
                keys.rotate(rotationSchedule, afterRotation);
            }
        } catch (RuntimeException | Error e) {
            keys.close();
            outlets.close();
            throw e;
        }
        return new SealingEngine(requiredKms, keys, outlets, health, clock, owned());
    }

    private OwnedParts owned() {
        List<AutoCloseable> parts = new ArrayList<>();
        Stream.of(ownedKeyStore, ownedKms).filter(Objects::nonNull).forEach(parts::add);
        parts.addAll(ownedTenantKms);
        return new OwnedParts(parts);
    }

    private Engine switchedOff() {
        if (environment.isProduction()) {
            throw new ConfigurationException(
                    "columnseal.enabled",
                    "encryption cannot be switched off in the environment " + environment
                            + ", only in development and test");
        }
        LOG.warn("Encryption is switched off: values are stored readable (environment {})", environment);
        return new SwitchedOffEngine(listener);
    }

    private static <T> T required(String setting, @Nullable T value, String example) {
        if (value == null) {
            throw new ConfigurationException(setting, "is required, for example " + example);
        }
        return value;
    }
}
