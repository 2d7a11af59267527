package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.test.FaultyKms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** A whole node whose time passes when told to, before a KMS that goes wrong when told to. */
final class SimulatedNode implements AutoCloseable {

    static final Duration TTL = Duration.ofMinutes(5);
    static final Duration HARD_LIMIT = Duration.ofHours(1);
    static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    final CoarseClock clock = CoarseClock.standing();
    final FaultyKms kms;
    final Map<String, FaultyKms> tenantKms = new HashMap<>();
    final KeyService keys;
    private final KeyRingFieldCipher fields;

    SimulatedNode(Kms kms, DataKeyStore store) {
        this(kms, Map.of(), store);
    }

    /** @param tenants the KMS of tenants who have their own, by the tenant */
    SimulatedNode(Kms kms, Map<String, ? extends Kms> tenants, DataKeyStore store) {
        this.kms = new FaultyKms(kms, clock::sleep);
        tenants.forEach((tenant, own) -> tenantKms.put(tenant, new FaultyKms(own, clock::sleep)));
        InstantSource wallClock = () -> BEGIN.plusNanos(clock.nanos());
        this.keys = new KeyService(
                Environment.TEST,
                new KekSettings(
                        this.kms,
                        new TreeMap<>(tenantKms),
                        tenants.isEmpty()
                                ? KekResolver.COMMON
                                : tenant -> tenantKms.containsKey(tenant) ? tenant : null,
                        "default"),
                SystemKeyPin.NONE,
                null,
                store,
                Suite.AES_256_GCM,
                new KeyRingSettings(TTL, HARD_LIMIT, 10_000),
                OutageSettings.DEFAULT,
                new ChangeSettings("simulation", Duration.ofSeconds(5), HARD_LIMIT),
                OperationRules.NONE,
                new DestructionSettings(DestructionSettings.DEFAULT_DELAY, Duration.ZERO),
                event -> {},
                new AuditSettings("simulation", entry -> {}),
                wallClock.withZone(ZoneOffset.UTC),
                clock,
                new SameThread());
        keys.verify();
        this.fields = new KeyRingFieldCipher(keys.ring(), event -> {});
    }

    byte[] seal(String tenant) {
        return fields.encrypt(context(tenant), VALUE);
    }

    byte[] open(String tenant, byte[] sealed) {
        return fields.decrypt(context(tenant), sealed);
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    private static FieldContext context(String tenant) {
        return FieldContext.of(tenant, "patient.ssn");
    }

    @Override
    public void close() {
        keys.close();
    }

    /** Loads on the thread that asks, so that the same happens in every run. */
    private static final class SameThread extends AbstractExecutorService {

        private volatile boolean shutdown;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }
    }
}
