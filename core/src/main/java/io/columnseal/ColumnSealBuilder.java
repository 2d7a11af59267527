package io.columnseal;

import io.columnseal.key.DataKeyStore;
import io.columnseal.kms.Kms;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

    /** The tenant of applications without tenancy. */
    public static final String DEFAULT_TENANT = "default";

    /** How long {@link Startup#WAIT} waits. */
    public static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofMinutes(2);

    private Environment environment = Environment.PRODUCTION;
    private @Nullable Kms kms;
    private @Nullable DataKeyStore keyStore;
    private Duration cacheTtl = DEFAULT_CACHE_TTL;
    private Duration cacheHardLimit = DEFAULT_CACHE_HARD_LIMIT;
    private int cacheMaximumSize = DEFAULT_CACHE_MAXIMUM_SIZE;
    private String defaultTenant = DEFAULT_TENANT;
    private @Nullable TenantResolver tenantResolver;
    private SealListener listener = event -> {};
    private Startup startup = Startup.REQUIRE;
    private Clock clock = Clock.systemUTC();

    ColumnSealBuilder() {}

    /**
     * Verifies the key store and the master key and builds the instance.
     *
     * @throws ConfigurationException if a required setting is missing or two contradict each other
     * @throws KeyRejectedException if the master key is not the one this key table was made with; nothing was written
     */
    public ColumnSeal build() {
        throw new ConfigurationException("columnseal", "not built yet");
    }
}
