package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.test.kms.AwsKmsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * How many requests a quarter of an hour costs: 1,000,000 operations of 100 tenants with the default settings, counted where
 * they arrive. The time is simulated, the requests are not.
 */
@Timeout(120)
class AwsCallCountTest {

    private static final int TENANTS = 100;
    private static final int OPERATIONS = 1_000_000;
    private static final Duration RUN = Duration.ofMinutes(15);

    /** Keys are unwrapped anew after three quarters of their TTL, at the earliest. */
    private static final Duration EARLIEST_REFRESH =
            ColumnSealBuilder.DEFAULT_CACHE_TTL.multipliedBy(3).dividedBy(4);

    private static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();

    @Test
    void aNodeAsksOnceForEachKeyAndRefresh() {
        try (AwsKmsServer server = AwsKmsServer.start("eu-central-1")) {
            String arn = server.createKey();
            long refreshes =
                    TENANTS * ((RUN.toMillis() + EARLIEST_REFRESH.toMillis() - 1) / EARLIEST_REFRESH.toMillis());

            int first = run(server, arn);
            assertThat(first).as("a node that makes the keys").isLessThanOrEqualTo((int) refreshes + 2 * (TENANTS + 1));
            assertThat(requests(server)).containsEntry("GenerateDataKey", TENANTS + 1L);
            int second = run(server, arn);
            assertThat(second).as("a node that finds them").isLessThanOrEqualTo((int) refreshes + TENANTS + 1);

            System.out.printf(
                    Locale.ROOT,
                    "kms-calls | %,d operations of %,d tenants in 15 minutes | %,d requests by the node that made the keys, %,d"
                            + " by one that found them | at most %,d are refreshes, %,d make keys%n",
                    OPERATIONS,
                    TENANTS,
                    first,
                    second,
                    refreshes,
                    2 * (TENANTS + 1));
        }
    }

    private int run(AwsKmsServer server, String arn) {
        int before = server.requests();
        CoarseClock clock = CoarseClock.standing();
        try (AwsKms kms = client(server, arn);
                KeyService keys = start(kms, clock)) {
            FieldCipher fields = new KeyRingFieldCipher(keys.ring(), event -> {});
            byte[][] sealed = new byte[TENANTS][];
            Duration step = RUN.dividedBy(OPERATIONS);
            for (int i = 0; i < OPERATIONS; i++) {
                int tenant = i % TENANTS;
                FieldContext context = FieldContext.of("clinic-" + tenant, "patient.ssn");
                if (i / TENANTS % 2 == 0) {
                    sealed[tenant] = fields.encrypt(context, VALUE);
                } else {
                    assertThat(fields.decrypt(context, sealed[tenant])).isEqualTo(VALUE);
                }
                clock.advance(step);
            }
        }
        return server.requests() - before;
    }

    private static Map<String, Long> requests(AwsKmsServer server) {
        return server.trail().stream()
                .collect(Collectors.groupingBy(AwsKmsServer.TrailEntry::operation, Collectors.counting()));
    }

    private static AwsKms client(AwsKmsServer server, String arn) {
        return AwsKms.builder(arn)
                .endpoint(server.endpoint())
                .credentials(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .build();
    }

    private KeyService start(AwsKms kms, CoarseClock clock) {
        InstantSource wallClock = () -> Instant.parse("2026-01-01T00:00:00Z").plusNanos(clock.nanos());
        KeyService keys = new KeyService(
                Environment.TEST,
                KekSettings.common(kms),
                SystemKeyPin.NONE,
                null,
                store,
                Suite.AES_256_GCM,
                new KeyRingSettings(
                        ColumnSealBuilder.DEFAULT_CACHE_TTL,
                        ColumnSealBuilder.DEFAULT_CACHE_HARD_LIMIT,
                        ColumnSealBuilder.DEFAULT_CACHE_MAXIMUM_SIZE),
                OutageSettings.DEFAULT,
                new ChangeSettings(
                        "calls",
                        ColumnSealBuilder.DEFAULT_CACHE_POLL_INTERVAL,
                        ColumnSealBuilder.DEFAULT_CACHE_HARD_LIMIT),
                OperationRules.NONE,
                new DestructionSettings(DestructionSettings.DEFAULT_DELAY, Duration.ZERO),
                event -> {},
                new AuditSettings("calls", entry -> {}),
                wallClock.withZone(ZoneOffset.UTC),
                clock,
                new SameThread());
        keys.verify();
        return keys;
    }

    /** The time stands while a key is loaded, as if that took none. */
    private static final class SameThread extends AbstractExecutorService {

        private volatile boolean ended;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            ended = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            ended = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return ended;
        }

        @Override
        public boolean isTerminated() {
            return ended;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return ended;
        }
    }
}
