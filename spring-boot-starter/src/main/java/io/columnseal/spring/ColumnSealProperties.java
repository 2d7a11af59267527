package io.columnseal.spring;

import io.columnseal.Environment;
import io.columnseal.Startup;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyOperation;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code columnseal}. What is not set is null here: defaults are core's. Not a record, and without
 * {@code toString}, since it holds keys.
 */
@ConfigurationProperties("columnseal")
final class ColumnSealProperties {

    /** Whether values are encrypted. Switching it off stores them readable; refused outside development and test. */
    private final @Nullable Boolean enabled;

    /**
     * Deployment that keys belong to; keys of one do not unwrap in another. Everything but "development" and "test" is
     * held to production's rules.
     */
    private final @Nullable String environment;

    /** Name under which encrypted columns are registered beside the keys, "spring.application.name" by default. */
    private final @Nullable String application;

    /** Tenant of applications without tenancy, and of values that all tenants share. */
    private final @Nullable String defaultTenant;

    /**
     * Pin of the environment's SYSTEM key: 64 hexadecimal digits that the first start with an empty key table logs. No
     * secret.
     */
    private final @Nullable String systemKeyPin;

    /** Algorithm of keys that are made from now on; existing keys keep theirs. */
    private final @Nullable Suite suite;

    /** Whether to ask the database at start-up if encrypted columns are long enough, and if the keys of their values are there. */
    private final @Nullable Boolean schemaCheck;

    /** What is done at start-up about queries of Spring Data repositories that cannot work on encrypted attributes. */
    private final QueryCheck queryCheck;

    /** Phases of columns that are being sealed in place, by table and column: prepare, seal, backfill, strict. */
    private final Map<String, String> migration;

    @NestedConfigurationProperty
    private final KmsProperties kms;

    @NestedConfigurationProperty
    private final KeyStoreProperties keyStore;

    private final Cache cache;

    @NestedConfigurationProperty
    private final OutageProperties outage;

    private final Recovery recovery;
    private final Rotation rotation;
    private final Destruction destruction;
    private final DualControl dualControl;
    private final StartupSettings startup;
    private final Audit audit;

    @NestedConfigurationProperty
    private final BackupProperties backup;

    @NestedConfigurationProperty
    private final HealthProperties health;

    @NestedConfigurationProperty
    private final ReencryptProperties reencrypt;

    ColumnSealProperties(
            @Nullable Boolean enabled,
            @Nullable String environment,
            @Nullable String application,
            @Nullable String defaultTenant,
            @Nullable String systemKeyPin,
            @Nullable Suite suite,
            @Nullable Boolean schemaCheck,
            @Nullable QueryCheck queryCheck,
            @Nullable Map<String, String> migration,
            @DefaultValue KmsProperties kms,
            @DefaultValue KeyStoreProperties keyStore,
            @DefaultValue Cache cache,
            @DefaultValue OutageProperties outage,
            @DefaultValue Recovery recovery,
            @DefaultValue Rotation rotation,
            @DefaultValue Destruction destruction,
            @DefaultValue DualControl dualControl,
            @DefaultValue StartupSettings startup,
            @DefaultValue Audit audit,
            @DefaultValue BackupProperties backup,
            @DefaultValue HealthProperties health,
            @DefaultValue ReencryptProperties reencrypt) {
        this.enabled = enabled;
        this.environment = environment;
        this.application = application;
        this.defaultTenant = defaultTenant;
        this.systemKeyPin = systemKeyPin;
        this.suite = suite;
        this.schemaCheck = schemaCheck;
        this.queryCheck = queryCheck == null ? QueryCheck.DEFAULT : queryCheck;
        this.migration = migration == null ? Map.of() : Map.copyOf(migration);
        this.kms = kms;
        this.keyStore = keyStore;
        this.cache = cache;
        this.outage = outage;
        this.recovery = recovery;
        this.rotation = rotation;
        this.destruction = destruction;
        this.dualControl = dualControl;
        this.startup = startup;
        this.audit = audit;
        this.backup = backup;
        this.health = health;
        this.reencrypt = reencrypt;
    }

    @Nullable Boolean enabled() {
        return enabled;
    }

    Environment deployment() {
        return environment == null ? Environment.PRODUCTION : Environment.of(environment);
    }

    @Nullable String application() {
        return application;
    }

    @Nullable String defaultTenant() {
        return defaultTenant;
    }

    @Nullable String systemKeyPin() {
        return systemKeyPin;
    }

    @Nullable Suite suite() {
        return suite;
    }

    Map<String, String> migration() {
        return migration;
    }

    @Nullable Boolean schemaCheck() {
        return schemaCheck;
    }

    QueryCheck queryCheck() {
        return queryCheck;
    }

    KmsProperties kms() {
        return kms;
    }

    KeyStoreProperties keyStore() {
        return keyStore;
    }

    Cache cache() {
        return cache;
    }

    OutageProperties outage() {
        return outage;
    }

    Recovery recovery() {
        return recovery;
    }

    Rotation rotation() {
        return rotation;
    }

    Destruction destruction() {
        return destruction;
    }

    DualControl dualControl() {
        return dualControl;
    }

    StartupSettings startup() {
        return startup;
    }

    Audit audit() {
        return audit;
    }

    BackupProperties backup() {
        return backup;
    }

    HealthProperties health() {
        return health;
    }

    ReencryptProperties reencrypt() {
        return reencrypt;
    }

    /**
     * How long unwrapped keys stay in memory.
     *
     * @param ttl How long an unwrapped key serves before it is unwrapped anew.
     * @param hardLimit How long an unwrapped key serves while the KMS cannot be reached, from its last unwrap.
     * @param pollInterval How often changes that other nodes made to keys are looked for, at most.
     * @param maximumSize How many unwrapped keys are held.
     */
    record Cache(
            @Nullable Duration ttl,
            @Nullable Duration hardLimit,
            @Nullable Duration pollInterval,
            @Nullable Integer maximumSize) {}

    /**
     * The key that data keys are wrapped for a second time.
     *
     * @param publicKey RSA public key, as PEM, that data keys are wrapped for a second time; its private key lies offline.
     * @param fingerprint SHA-256 of that key, in hexadecimal digits, by another way than the key itself.
     */
    record Recovery(@Nullable String publicKey, @Nullable String fingerprint) {}

    /**
     * Rotation of keys by a schedule.
     *
     * @param enabled Whether keys are rotated by themselves.
     * @param maxAge How old a key gets before it is rotated.
     * @param cron When all keys are rotated, in place of an age: six fields.
     * @param zone Time zone that cron is meant in, the same on all nodes.
     * @param reencrypt Whether stored values of entities are moved to their new keys after a rotation or the leak of a master key, by the node that made the keys.
     */
    record Rotation(
            @Nullable Boolean enabled,
            @Nullable Duration maxAge,
            @Nullable String cron,
            @Nullable ZoneId zone,
            @Nullable Boolean reencrypt) {}

    /**
     * Destruction of keys that nothing is sealed under any more.
     *
     * @param delay How long a key that nothing is sealed under waits before it is erased.
     * @param backupRetention How long backups of the data are kept; a key never waits for less.
     */
    record Destruction(@Nullable Duration delay, @Nullable Duration backupRetention) {}

    /**
     * What takes two people.
     *
     * @param operations Operations on keys that one person requests and another one approves.
     * @param expiry How long a request can be approved and done.
     */
    record DualControl(
            @Nullable Set<KeyOperation> operations,
            @Nullable Duration expiry) {}

    /**
     * What happens when the application starts.
     *
     * @param kms What is done about a KMS or key database that cannot be reached.
     * @param timeout How long "wait" waits.
     */
    record StartupSettings(@Nullable Startup kms, @Nullable Duration timeout) {}

    /**
     * How the access log is written.
     *
     * @param origin Where this process runs, as its entries in the access log say it; host and process by default.
     */
    record Audit(@Nullable String origin) {}
}
