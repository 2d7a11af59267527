package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.InMemoryDataKeyStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A KMS that answers only when fifty calls wait for it: 500 keys then take ten rounds, or never come. */
@Timeout(60)
class PrefetchTest {

    private static final int TENANTS = 500;
    private static final int ROUNDS = 10;
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final AtomicInteger rounds = new AtomicInteger();
    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();
    private ColumnSeal cold;

    @BeforeEach
    void sealValuesOfManyTenants() {
        try (ColumnSeal seal = start()) {
            contexts().forEach(context -> sealed.put(context, seal.fields().encrypt(context, PLAINTEXT)));
        }
        cold = start();
        CyclicBarrier round = new CyclicBarrier(TENANTS / ROUNDS, rounds::incrementAndGet);
        kms.beforeEach(call -> {
            try {
                round.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("fewer calls at once than a round has", e);
            }
        });
    }

    @AfterEach
    void close() {
        cold.close();
    }

    @Test
    void loadsFiveHundredTenantsInTenRoundTrips() {
        cold.prefetch(tenants());

        assertThat(rounds).hasValue(ROUNDS);
        kms.becomeDenied();
        sealed.forEach((context, value) ->
                assertThat(cold.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
    }

    @Test
    void opensAPageOfValuesOfFiveHundredTenantsInTenRoundTrips() {
        assertThat(cold.fields().decryptAll(sealed).values())
                .hasSize(TENANTS)
                .allMatch(value -> Arrays.equals(value, PLAINTEXT));

        assertThat(rounds).hasValue(ROUNDS);
    }

    private ColumnSeal start() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .build();
    }

    private static List<String> tenants() {
        return IntStream.range(0, TENANTS).mapToObj(i -> "clinic-" + i).toList();
    }

    private static List<FieldContext> contexts() {
        return tenants().stream()
                .map(tenant -> FieldContext.of(tenant, "patient.ssn"))
                .toList();
    }
}
