package io.columnseal;

import io.columnseal.cipher.Suite;
import io.columnseal.internal.Settings;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyBundle;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.OutageSettings;
import io.columnseal.key.RotationSchedule;
import io.columnseal.key.SchemaCreation;
import io.columnseal.key.SystemKeyPin;
import io.columnseal.kms.DevelopmentMasterKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.kms.internal.KmsModule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link ColumnSealBuilder} from {@code columnseal.*} settings, for applications that are configured by a map or by
 * {@code persistence.xml}. Settings of other names are ignored; one that starts with {@code columnseal.} and is not
 * known is refused, since a misspelt setting would silently leave its default in force. Nothing is read from the
 * environment or from system properties.
 *
 * <table>
 * <caption>Settings, all behind {@code columnseal.}</caption>
 * <tr><td>{@code enabled}</td><td>{@code false} switches encryption off, in development and test only</td></tr>
 * <tr><td>{@code environment}</td><td>{@code production} unless set</td></tr>
 * <tr><td>{@code application}</td><td>name under which columns and this process are registered</td></tr>
 * <tr><td>{@code default-tenant}</td><td>tenant of applications without tenancy</td></tr>
 * <tr><td>{@code suite}</td><td>algorithm of new keys: {@code aes-256-gcm}, {@code aes-256-gcm-siv}</td></tr>
 * <tr><td>{@code system-key-pin}</td><td>what the first start with an empty key table logged</td></tr>
 * <tr><td>{@code kms.type}</td><td>{@code local}, or with the module of that name on the class path {@code aws}, {@code
 *     azure}, {@code gcp}, {@code pkcs11}, {@code vault}; their settings are those of {@code docs/kms}</td></tr>
 * <tr><td>{@code kms.local.master-key}</td><td>256 bits in hexadecimal or Base64</td></tr>
 * <tr><td>{@code kms.local.previous-keys}</td><td>former master keys, separated by commas</td></tr>
 * <tr><td>{@code kms.local.development-key-file}</td><td>instead of a master key, in development only: the file that
 *     keeps a generated one</td></tr>
 * <tr><td>{@code key-store.bundle}</td><td>in place of a database: the line of a {@link KeyBundle}</td></tr>
 * <tr><td>{@code key-store.file}</td><td>in place of a database: the file of a {@link FileDataKeyStore}</td></tr>
 * <tr><td>{@code key-store.url, .username, .password}</td><td>database of the key tables, on a pool of its own</td></tr>
 * <tr><td>{@code key-store.schema, .table-prefix}</td><td>where the key tables lie</td></tr>
 * <tr><td>{@code key-store.initialize-schema}</td><td>{@code embedded} (H2 in this process, or a
 *     key file; the default), {@code always}, {@code never}</td></tr>
 * <tr><td>{@code cache.ttl, .hard-limit, .poll-interval, .maximum-size}</td><td>as in {@link ColumnSealBuilder}; durations such as
 *     {@code 5m}, {@code 1h}, {@code PT5M}</td></tr>
 * <tr><td>{@code outage.patience, .attempts, .parallel-calls, .failures, .longest-pause}</td><td>what is done while the KMS
 *     or the key database is slow or down, as in {@link OutageSettings}</td></tr>
 * <tr><td>{@code destruction.delay, .backup-retention}</td><td>how long a key that nothing is sealed under waits before it
 *     is erased, {@code 30d} unless set; how long backups of the data are kept</td></tr>
 * <tr><td>{@code dual-control.operations, .expiry}</td><td>what takes two people, such as {@code rotate,shred}; how long a
 *     request lives</td></tr>
 * <tr><td>{@code recovery.public-key, .fingerprint}</td><td>the {@link RecoveryKey} and what it is known by</td></tr>
 * <tr><td>{@code rotation.enabled, .max-age}</td><td>whether keys are rotated by themselves, and when: {@code 90d}
 *     unless set</td></tr>
 * <tr><td>{@code startup.kms, .timeout}</td><td>{@code require}, {@code wait}, {@code lazy}; how long to wait</td></tr>
 * </table>
 *
 * <p>Immutable.
 */
public final class PropertyConfiguration {

    /** What all names start with. */
    public static final String PREFIX = "columnseal.";

    private static final Set<String> OWN_NAMES = Set.of(
            "columnseal.enabled",
            "columnseal.environment",
            "columnseal.application",
            "columnseal.default-tenant",
            "columnseal.suite",
            "columnseal.system-key-pin",
            KmsModule.TYPE_SETTING,
            "columnseal.kms.local.master-key",
            "columnseal.kms.local.previous-keys",
            "columnseal.kms.local.development-key-file",
            "columnseal.key-store.bundle",
            FileDataKeyStore.SETTING,
            "columnseal.key-store.url",
            "columnseal.key-store.username",
            "columnseal.key-store.password",
            "columnseal.key-store.schema",
            "columnseal.key-store.table-prefix",
            "columnseal.key-store.initialize-schema",
            "columnseal.cache.ttl",
            "columnseal.cache.hard-limit",
            "columnseal.cache.poll-interval",
            "columnseal.cache.maximum-size",
            "columnseal.outage.patience",
            "columnseal.outage.attempts",
            "columnseal.outage.parallel-calls",
            "columnseal.outage.failures",
            "columnseal.outage.longest-pause",
            "columnseal.destruction.delay",
            "columnseal.destruction.backup-retention",
            "columnseal.dual-control.operations",
            "columnseal.dual-control.expiry",
            RecoveryKey.PUBLIC_KEY_SETTING,
            RecoveryKey.FINGERPRINT_SETTING,
            "columnseal.rotation.enabled",
            "columnseal.rotation.max-age",
            "columnseal.startup.kms",
            "columnseal.startup.timeout");

    private static final Set<String> NAMES = union(OWN_NAMES, KmsModule.settings());

    private static final Set<String> SECRET_NAMES = union(
            Set.of(LocalKms.MASTER_KEY_SETTING, LocalKms.PREVIOUS_KEYS_SETTING, "columnseal.key-store.password"),
            KmsModule.secrets());

    private final Settings settings;

    private PropertyConfiguration(Settings settings) {
        this.settings = settings;
    }

    /**
     * Takes the settings over.
     *
     * @throws ConfigurationException if one is unknown
     */
    public static PropertyConfiguration of(Map<String, ?> settings) {
        return of(settings, Set.of());
    }

    /**
     * Takes the settings over.
     *
     * @param alsoKnown full names that start with {@value #PREFIX} and are read by the caller
     * @throws ConfigurationException if one is unknown
     */
    public static PropertyConfiguration of(Map<String, ?> settings, Set<String> alsoKnown) {
        return new PropertyConfiguration(Settings.of(settings, PREFIX, union(NAMES, alsoKnown)));
    }

    /** Full names of all settings that this class reads. */
    public static Set<String> names() {
        return NAMES;
    }

    /** Full names of the settings whose values are secrets, to be kept out of logs by whoever holds them. */
    public static Set<String> secretNames() {
        return SECRET_NAMES;
    }

    /** Whether there is any setting that says how to build an instance. */
    public boolean isPresent() {
        return settings.isPresent("columnseal.kms.")
                || settings.isPresent("columnseal.key-store.")
                || settings.isPresent("columnseal.enabled");
    }

    /** The name under which columns are registered. */
    public String application(String otherwise) {
        return settings.text("columnseal.application").orElse(otherwise);
    }

    /**
     * A builder with everything set; opens the KMS and the pool of the key store, which the built instance closes.
     *
     * @throws ConfigurationException if a setting is missing or malformed
     */
    public ColumnSealBuilder toBuilder() {
        ColumnSealBuilder builder = ColumnSeal.builder();
        Environment environment = environment();
        builder.environment(environment);
        systemKeyPin().ifPresent(builder::systemKeyPin);
        settings.text("columnseal.default-tenant").ifPresent(builder::defaultTenant);
        settings.constant("columnseal.suite", Suite.class).ifPresent(builder::suite);
        settings.duration("columnseal.cache.ttl").ifPresent(builder::cacheTtl);
        settings.duration("columnseal.cache.hard-limit").ifPresent(builder::cacheHardLimit);
        settings.duration("columnseal.cache.poll-interval").ifPresent(builder::cachePollInterval);
        settings.text("columnseal.application").ifPresent(builder::application);
        settings.integer("columnseal.cache.maximum-size").ifPresent(builder::cacheMaximumSize);
        builder.outages(outages());
        settings.duration("columnseal.destruction.delay").ifPresent(builder::destructionDelay);
        settings.duration("columnseal.destruction.backup-retention").ifPresent(builder::backupRetention);
        builder.dualControl(settings.constants("columnseal.dual-control.operations", KeyOperation.class));
        settings.duration("columnseal.dual-control.expiry").ifPresent(builder::approvalExpiry);
        RecoveryKey.fromSettings(
                        settings.text(RecoveryKey.PUBLIC_KEY_SETTING).orElse(null),
                        settings.text(RecoveryKey.FINGERPRINT_SETTING).orElse(null))
                .ifPresent(builder::recoveryKey);
        if (settings.bool("columnseal.rotation.enabled").orElse(false)) {
            builder.rotation(RotationSchedule.byAge(
                    settings.duration("columnseal.rotation.max-age").orElse(RotationSchedule.DEFAULT_MAX_AGE)));
        }
        settings.constant("columnseal.startup.kms", Startup.class).ifPresent(builder::startup);
        settings.duration("columnseal.startup.timeout").ifPresent(builder::startupTimeout);
        if (!settings.bool("columnseal.enabled").orElse(true)) {
            return builder.encryptionDisabled();
        }
        Kms kms = kms();
        try {
            return builder.kms(kms).keyStore(keyStore());
        } catch (RuntimeException e) {
            kms.close();
            throw e;
        }
    }

    private OutageSettings outages() {
        OutageSettings otherwise = OutageSettings.DEFAULT;
        return new OutageSettings(
                settings.duration("columnseal.outage.patience").orElse(otherwise.patience()),
                settings.integer("columnseal.outage.attempts").orElse(otherwise.attempts()),
                settings.integer("columnseal.outage.parallel-calls").orElse(otherwise.parallelCalls()),
                settings.integer("columnseal.outage.failures").orElse(otherwise.failures()),
                settings.duration("columnseal.outage.longest-pause").orElse(otherwise.longestPause()));
    }

    /** The deployment that keys belong to. */
    public Environment environment() {
        return settings.text("columnseal.environment").map(Environment::of).orElse(Environment.PRODUCTION);
    }

    /** The pin of the SYSTEM key, where one is set. */
    public Optional<String> systemKeyPin() {
        return settings.text(SystemKeyPin.SETTING);
    }

    /**
     * The KMS alone, for restoring keys where nothing else is left; to be closed by the caller.
     *
     * @throws ConfigurationException if a setting is missing or malformed, or belongs to a module that {@code kms.type} does
     *     not name
     */
    public Kms kms() {
        String type = settings.text(KmsModule.TYPE_SETTING).orElse(KmsModule.LOCAL);
        KmsModule.requireNoOthers(type, settings);
        if (!type.equalsIgnoreCase(KmsModule.LOCAL)) {
            return KmsModule.of(type, "Give any other KMS to the builder").open(settings);
        }
        try (LocalKms kms = settings.text(LocalKms.MASTER_KEY_SETTING)
                .map(LocalKms::fromText)
                .orElseGet(() -> developmentKms(environment()))) {
            return kms.withPrevious(
                    settings.list(LocalKms.PREVIOUS_KEYS_SETTING).toArray(String[]::new));
        }
    }

    private LocalKms developmentKms(Environment environment) {
        String file = settings.text("columnseal.kms.local.development-key-file")
                .orElseThrow(() -> new ConfigurationException(
                        LocalKms.MASTER_KEY_SETTING,
                        "is required: 64 hexadecimal digits from a secret store. Generate it with: openssl rand -hex"
                                + " 32"));
        return DevelopmentMasterKey.loadOrGenerate(environment, Path.of(file));
    }

    /**
     * The key store alone, for tools that look at keys without a KMS; on a pool of its own, to be closed by the caller.
     *
     * @throws ConfigurationException if a setting is missing or malformed
     */
    public DataKeyStore keyStore() {
        Optional<String> bundle = settings.text("columnseal.key-store.bundle");
        FileDataKeyStore.requireAlone(
                settings.text(FileDataKeyStore.SETTING).orElse(null),
                bundle.orElse(null),
                settings.text("columnseal.key-store.url").orElse(null));
        if (bundle.isPresent()) {
            return KeyBundle.parse(bundle.get()).store();
        }
        Optional<String> file = settings.text(FileDataKeyStore.SETTING);
        if (file.isPresent()) {
            FileDataKeyStore store = FileDataKeyStore.at(Path.of(file.get()));
            return creation() == SchemaCreation.NEVER ? store : store.createIfMissing();
        }
        String url = settings.required("columnseal.key-store.url", "the JDBC URL of the database of the key tables");
        String schema = settings.text("columnseal.key-store.schema").orElse("");
        String prefix = settings.text("columnseal.key-store.table-prefix").orElse("");
        JdbcDataKeyStore store = JdbcDataKeyStore.pooled(
                url,
                settings.text("columnseal.key-store.username").orElse(""),
                settings.text("columnseal.key-store.password").orElse(""));
        try {
            return store.withSchema(schema).withTablePrefix(prefix).withSchemaCreation(creation());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private SchemaCreation creation() {
        return settings.constant("columnseal.key-store.initialize-schema", SchemaCreation.class)
                .orElse(SchemaCreation.DEFAULT);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
