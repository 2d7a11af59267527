package io.columnseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.WrappedKey;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.InvalidParameterException;
import java.security.ProviderException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made of a token that breaks, which SoftHSM does not do when it is told to. */
class FailingTokenTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final SoftwareToken provider = new SoftwareToken("kek");
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Pkcs11Kms kms = open();

    /** The JDK reports CKR_GENERAL_ERROR of a decryption as a wrong tag. */
    @Test
    void doesNotTakeABrokenTokenForAWrongTag() {
        WrappedKey wrapped = generate();
        provider.reportAsAWrongTag(Integer.MAX_VALUE);

        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
        provider.recover();
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    @Test
    void aFailureThatPassesIsNoWrongTag() {
        WrappedKey wrapped = generate();
        provider.reportAsAWrongTag(1);

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    @Test
    void takesAWrongTagOfAWorkingTokenForWhatItIs() {
        WrappedKey wrapped = generate();
        byte[] altered = wrapped.bytes();
        altered[altered.length - 1] ^= 1;

        assertThatThrownBy(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), altered), CONTEXT))
                .isInstanceOf(KmsInvalidCiphertextException.class);
    }

    @Test
    void triesOnceMoreWithANewHandle() {
        WrappedKey wrapped = generate();
        provider.forgetHandles();
        int before = provider.logins();

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        assertThat(provider.logins()).isEqualTo(before + 1);
    }

    @Test
    void isLoggedInToWithTheFirstUseWhereItIsDownAtTheStart() {
        failures.add(new ProviderException("CKR_DEVICE_ERROR"));

        try (Pkcs11Kms opened = open()) {
            assertThat(opened.generateDataKey(CONTEXT).plaintext()).hasSize(32);
        }
    }

    /** A logout is one of the whole process, whose other keys it takes the handles from. */
    @Test
    void logsOthersOutButOnceForAKeyThatIsNotThere() {
        try (Pkcs11Kms misspelt = Pkcs11Kms.open(this::next, "1234".toCharArray(), "kke", List.of())) {
            assertThatThrownBy(() -> misspelt.generateDataKey(CONTEXT)).isInstanceOf(KmsKeyNotFoundException.class);
            int before = provider.logouts();
            for (int call = 0; call < 3; call++) {
                assertThatThrownBy(() -> misspelt.generateDataKey(CONTEXT)).isInstanceOf(KmsKeyNotFoundException.class);
            }

            assertThat(provider.logouts()).isEqualTo(before);
        }
    }

    @Test
    void tellsThatItIsStillDown() {
        failures.add(new ProviderException("CKR_DEVICE_ERROR"));
        failures.add(new ProviderException("CKR_DEVICE_REMOVED"));

        try (Pkcs11Kms opened = open()) {
            assertThatThrownBy(() -> opened.generateDataKey(CONTEXT))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("CKR_DEVICE_REMOVED")
                    .hasMessageContaining("columnseal.kms.pkcs11.slot");
        }
    }

    @Test
    void doesNotStartWithoutItsLibrary() {
        failures.add(new ConfigurationException("columnseal.kms.pkcs11.library", "could not be opened"));

        assertThatThrownBy(this::open).isInstanceOf(ConfigurationException.class);
    }

    /** The client of an HSM in the network lists no slots while it does not reach it. */
    @Test
    void isLoggedInToWithTheFirstUseWhereItsLibraryListsNoSlotAtTheStart() {
        failures.add(new ProviderException(
                "Initialization failed", new ProviderException("slotListIndex is 0 but token only has 0 slots")));

        try (Pkcs11Kms opened = openByTheJdk()) {
            assertThat(opened.generateDataKey(CONTEXT).plaintext()).hasSize(32);
        }
    }

    @Test
    void isOutOfReachWhateverItsLibraryFailsWithOnceItWasLoaded() {
        try (Pkcs11Kms opened = openByTheJdk()) {
            WrappedKey wrapped = opened.generateDataKey(CONTEXT).wrapped();
            provider.reportAsAWrongTag(Integer.MAX_VALUE);
            failures.add(new ProviderException("Initialization failed"));
            failures.add(new InvalidParameterException("slotListIndex is 2 but token only has 1 slots"));

            assertThatThrownBy(() -> opened.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
            assertThatThrownBy(() -> opened.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
            assertThat(failures).isEmpty();
            provider.recover();
            assertThat(opened.unwrap(wrapped, CONTEXT)).hasSize(32);
        }
    }

    @Test
    void doesNotStartWithALibraryThatDoesNotLoad() {
        failures.add(new ProviderException("Initialization failed"));

        assertThatThrownBy(this::openByTheJdk)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.pkcs11.library");
    }

    @Test
    @Timeout(30)
    void threadsThatWaitForALoginShareItsFailure() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        Supplier<AuthProvider> down = () -> {
            attempts.incrementAndGet();
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ProviderException("CKR_DEVICE_ERROR");
        };
        Token token = new Token(down, "1234".toCharArray(), "kek");
        Runnable use = () -> {
            try {
                token.key("pkcs11:object=kek", "kek");
            } catch (KmsUnavailableException e) {
                told.incrementAndGet();
            }
        };
        List<Thread> threads = Stream.generate(() -> new Thread(use)).limit(8).toList();
        threads.get(0).start();
        begun.await();
        for (Thread thread : threads.subList(1, threads.size())) {
            thread.start();
            while (thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(told).hasValue(8);
        assertThat(attempts).hasValue(1);
    }

    private Pkcs11Kms open() {
        return Pkcs11Kms.open(this::next, "1234".toCharArray(), "kek", List.of());
    }

    private Pkcs11Kms openByTheJdk() {
        TokenProviders providers = new TokenProviders(Path.of("hsm.so"), null, 0, configuration -> next());
        return Pkcs11Kms.open(providers, "1234".toCharArray(), "kek", List.of());
    }

    private AuthProvider next() {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        return provider;
    }

    private WrappedKey generate() {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
