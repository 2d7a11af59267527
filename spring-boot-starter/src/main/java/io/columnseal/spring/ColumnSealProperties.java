package io.columnseal.spring;

import io.columnseal.Environment;
import io.columnseal.Startup;
import io.columnseal.cipher.Suite;
import io.columnseal.health.BusinessHours;
import io.columnseal.health.HealthSettings;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.SchemaCreation;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
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

    /** Algorithm of keys that are made from now on; existing keys keep theirs. */
    private final @Nullable Suite suite;

    /** Whether to ask the database at start-up if the columns of encrypted attributes are long enough. */
    private final @Nullable Boolean schemaCheck;

    /** What is done at start-up about queries of Spring Data repositories that cannot work on encrypted attributes. */
    private final QueryCheck queryCheck;

    private final Kms kms;
    private final KeyStore keyStore;
    private final Cache cache;
    private final Rotation rotation;
    private final Destruction destruction;
    private final DualControl dualControl;
    private final StartupSettings startup;
    private final Audit audit;
    private final HealthThresholds health;

    ColumnSealProperties(
            @Nullable Boolean enabled,
            @Nullable String environment,
            @Nullable String application,
            @Nullable String defaultTenant,
            @Nullable Suite suite,
            @Nullable Boolean schemaCheck,
            @Nullable QueryCheck queryCheck,
            @DefaultValue Kms kms,
            @DefaultValue KeyStore keyStore,
            @DefaultValue Cache cache,
            @DefaultValue Rotation rotation,
            @DefaultValue Destruction destruction,
            @DefaultValue DualControl dualControl,
            @DefaultValue StartupSettings startup,
            @DefaultValue Audit audit,
            @DefaultValue HealthThresholds health) {
        this.enabled = enabled;
        this.environment = environment;
        this.application = application;
        this.defaultTenant = defaultTenant;
        this.suite = suite;
        this.schemaCheck = schemaCheck;
        this.queryCheck = queryCheck == null ? QueryCheck.DEFAULT : queryCheck;
        this.kms = kms;
        this.keyStore = keyStore;
        this.cache = cache;
        this.rotation = rotation;
        this.destruction = destruction;
        this.dualControl = dualControl;
        this.startup = startup;
        this.audit = audit;
        this.health = health;
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

    @Nullable Suite suite() {
        return suite;
    }

    @Nullable Boolean schemaCheck() {
        return schemaCheck;
    }

    QueryCheck queryCheck() {
        return queryCheck;
    }

    Kms kms() {
        return kms;
    }

    KeyStore keyStore() {
        return keyStore;
    }

    Cache cache() {
        return cache;
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

    HealthThresholds health() {
        return health;
    }

    /**
     * What wraps the data keys.
     *
     * @param type Kind of key management service: "local", or "aws", "pkcs11", "vault" with the module of that name. Any
     *     other one is a bean of type "io.columnseal.kms.Kms".
     */
    record Kms(@Nullable String type, @DefaultValue Local local) {}

    /** A master key inside the process. */
    static final class Local {

        /** 256-bit master key from a secret store or the environment: 64 hexadecimal digits, or Base64. */
        private final @Nullable String masterKey;

        /** Former master keys, which unwrap but never wrap. */
        private final List<String> previousKeys;

        /** File that keeps the master key that is generated in development when none is given. */
        private final @Nullable Path developmentKeyFile;

        Local(@Nullable String masterKey, @DefaultValue List<String> previousKeys, @Nullable Path developmentKeyFile) {
            this.masterKey = masterKey;
            this.previousKeys = previousKeys;
            this.developmentKeyFile = developmentKeyFile;
        }

        @Nullable String masterKey() {
            return masterKey;
        }

        List<String> previousKeys() {
            return previousKeys;
        }

        @Nullable Path developmentKeyFile() {
            return developmentKeyFile;
        }
    }

    /** Where the key tables lie. */
    static final class KeyStore {

        /** JDBC URL of the primary that holds the key tables, the application's own database by default. */
        private final @Nullable String url;

        /** Login user name for the URL. */
        private final @Nullable String username;

        /** Login password for the URL. */
        private final @Nullable String password;

        /** JDBC driver for the URL, found by the URL by default. */
        private final @Nullable String driverClassName;

        /** Schema (on MySQL: database) of the key tables, the connection's own by default. */
        private final @Nullable String schema;

        /** Put before the name of every key table. */
        private final @Nullable String tablePrefix;

        /** When missing key tables are created at start-up. */
        private final @Nullable SchemaCreation initializeSchema;

        KeyStore(
                @Nullable String url,
                @Nullable String username,
                @Nullable String password,
                @Nullable String driverClassName,
                @Nullable String schema,
                @Nullable String tablePrefix,
                @Nullable SchemaCreation initializeSchema) {
            this.url = url;
            this.username = username;
            this.password = password;
            this.driverClassName = driverClassName;
            this.schema = schema;
            this.tablePrefix = tablePrefix;
            this.initializeSchema = initializeSchema;
        }

        @Nullable String url() {
            return url;
        }

        @Nullable String username() {
            return username;
        }

        @Nullable String password() {
            return password;
        }

        @Nullable String driverClassName() {
            return driverClassName;
        }

        @Nullable String schema() {
            return schema;
        }

        @Nullable String tablePrefix() {
            return tablePrefix;
        }

        @Nullable SchemaCreation initializeSchema() {
            return initializeSchema;
        }
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
     * Rotation of keys by a schedule.
     *
     * @param enabled Whether keys are rotated by themselves.
     * @param maxAge How old a key gets before it is rotated.
     * @param cron When all keys are rotated, in place of an age: six fields, in the time zone of the process.
     * @param reencrypt Whether stored values of entities are moved to their new keys after a rotation, by the node that made the keys.
     */
    record Rotation(
            @Nullable Boolean enabled,
            @Nullable Duration maxAge,
            @Nullable String cron,
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

    /**
     * From when on the health of keys has something to tell.
     *
     * @param maximumDataKeyAge How long a data key may seal.
     * @param maximumMasterKeyAge How long a master key may be in use.
     * @param failedDecryptions How many values that do not open within an hour are critical.
     * @param expectedOrigins Where keys may be used, "*" for anything; everywhere by default.
     * @param newestEntries How many entries of the access log are verified with each check.
     * @param interval How often the health endpoint checks anew.
     * @param businessHours When people are expected to work on keys.
     */
    record HealthThresholds(
            @Nullable Duration maximumDataKeyAge,
            @Nullable Duration maximumMasterKeyAge,
            @Nullable Integer failedDecryptions,
            @Nullable List<String> expectedOrigins,
            @Nullable Integer newestEntries,
            @DefaultValue("1m") Duration interval,
            @DefaultValue Hours businessHours) {

        HealthSettings settings() {
            HealthSettings defaults = HealthSettings.DEFAULT;
            return new HealthSettings(
                    maximumDataKeyAge == null ? defaults.maximumDataKeyAge() : maximumDataKeyAge,
                    maximumMasterKeyAge == null ? defaults.maximumMasterKeyAge() : maximumMasterKeyAge,
                    failedDecryptions == null ? defaults.failedDecryptions() : failedDecryptions,
                    businessHours.hours(),
                    expectedOrigins == null ? defaults.expectedOrigins() : expectedOrigins,
                    newestEntries == null ? defaults.newestEntries() : newestEntries);
        }
    }

    /**
     * Hours of a week.
     *
     * @param days Days of the week, Monday to Friday by default.
     * @param from When they begin.
     * @param to When they end.
     * @param zone Time zone they are meant in, that of the process by default.
     */
    record Hours(
            @Nullable Set<DayOfWeek> days,
            @Nullable LocalTime from,
            @Nullable LocalTime to,
            @Nullable ZoneId zone) {

        BusinessHours hours() {
            BusinessHours defaults = BusinessHours.DEFAULT;
            return new BusinessHours(
                    days == null ? defaults.days() : days,
                    from == null ? defaults.from() : from,
                    to == null ? defaults.to() : to,
                    zone == null ? defaults.zone() : zone);
        }
    }
}
