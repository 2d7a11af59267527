package io.columnseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.kms.SoftHsm;
import java.security.AuthProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HSM that restarts or a link that breaks ends all sessions, and the JDK goes on with them. */
class LostSessionsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");
    private static final int THREADS = 16;
    private static final int ROUNDS = 20;

    private final AtomicInteger providers = new AtomicInteger();
    private Pkcs11Kms kms;
    private WrappedKey wrapped;

    @BeforeEach
    void open() {
        SoftHsm.initialize();
        kms = another();
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            wrapped = generated.wrapped();
        }
    }

    @AfterEach
    void close() {
        kms.close();
    }

    @Test
    void areReplaced() throws Exception {
        for (int loss = 0; loss < 3; loss++) {
            Sessions.closeAll();

            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
            kms.describe();
        }
    }

    @Test
    void areReplacedForAMeasureOfTheTokensHealth() throws Exception {
        Sessions.closeAll();

        kms.describe();
    }

    @Test
    void areReplacedOnceForAllThreadsThatMeetThem() throws Exception {
        unwrapByManyThreads(List.of(kms));
        int before = providers.get();
        Sessions.closeAll();

        unwrapByManyThreads(List.of(kms));

        assertThat(providers).hasValue(before + 1);
    }

    /** Each loses its own, and ends the login of the other while it gets new ones. */
    @Test
    void areReplacedWhereTwoUseOneToken() throws Exception {
        try (Pkcs11Kms other = another()) {
            List<Pkcs11Kms> both = List.of(kms, other);
            unwrapByManyThreads(both);
            Sessions.closeAll();

            unwrapByManyThreads(both);
        }
    }

    @Test
    void leaveNoneOfTheLostOnesBehind() throws Exception {
        for (int loss = 0; loss < 10; loss++) {
            Sessions.closeAll();
            kms.unwrap(wrapped, CONTEXT);
        }
        int few = Sessions.count();
        for (int loss = 0; loss < 10; loss++) {
            Sessions.closeAll();
            kms.unwrap(wrapped, CONTEXT);
        }

        assertThat(Sessions.count()).isLessThanOrEqualTo(few);
    }

    private Pkcs11Kms another() {
        TokenProviders token = new TokenProviders(SoftHsm.library(), null, 0);
        return Pkcs11Kms.open(
                () -> {
                    providers.incrementAndGet();
                    AuthProvider next = token.get();
                    return next;
                },
                SoftHsm.PIN.toCharArray(),
                SoftHsm.KEY,
                List.of());
    }

    private void unwrapByManyThreads(List<Pkcs11Kms> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch together = new CountDownLatch(1);
        List<Future<byte[]>> unwrapped = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Pkcs11Kms used = all.get(thread % all.size());
            Callable<byte[]> unwraps = () -> {
                together.await();
                byte[] dataKey = {};
                for (int round = 0; round < ROUNDS; round++) {
                    dataKey = used.unwrap(wrapped, CONTEXT);
                }
                return dataKey;
            };
            unwrapped.add(threads.submit(unwraps));
        }
        together.countDown();
        threads.shutdown();
        for (Future<byte[]> each : unwrapped) {
            assertThat(each.get(30, TimeUnit.SECONDS)).hasSize(32);
        }
    }
}
