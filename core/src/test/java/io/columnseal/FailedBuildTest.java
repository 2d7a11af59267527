package io.columnseal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.RotationSchedule;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.LocalKms;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a builder was given and the instance would have closed, nobody else closes when there is no instance. */
class FailedBuildTest {

    private final LocalKms kms = LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void closesTheKmsWhenASettingIsMissing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder().kms(kms).build());

        assertIsClosed();
    }

    @Test
    void closesTheKmsWhenASettingIsWrong() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder()
                        .kms(kms)
                        .keyStore(new InMemoryDataKeyStore())
                        .defaultTenant(" ")
                        .build());

        assertIsClosed();
    }

    @Test
    void closesTheKeyStoreAndItsPool() {
        JdbcDataKeyStore store = JdbcDataKeyStore.pooled("jdbc:h2:mem:failed-build;DB_CLOSE_DELAY=-1", "sa", "")
                .createSchema();
        assertThat(store.revision()).isZero();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder().keyStore(store).build());

        assertThatExceptionOfType(KeyStoreException.class).isThrownBy(store::revision);
    }

    @Test
    void closesTheKeyStoreAndTheKmsWhenTheKeyTablesAreMissing() {
        JdbcDataKeyStore store = JdbcDataKeyStore.pooled("jdbc:h2:mem:no-tables;DB_CLOSE_DELAY=-1", "sa", "");

        assertThatExceptionOfType(KeyStoreSchemaException.class)
                .isThrownBy(() -> ColumnSeal.builder().kms(kms).keyStore(store).build());

        assertIsClosed();
        assertThatExceptionOfType(KeyStoreUnavailableException.class).isThrownBy(store::revision);
    }

    @Test
    void leavesABorrowedKmsOpenForTheNextAttempt() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder().borrowedKms(kms).build());

        assertIsOpen();
    }

    @Test
    void leavesABorrowedKmsOpenWhenTheInstanceIsClosed() {
        ColumnSeal.builder()
                .borrowedKms(kms)
                .borrowedKeyStore(new InMemoryDataKeyStore())
                .build()
                .close();

        assertIsOpen();
    }

    @Test
    void closesTheKmsThatWasGivenLast() {
        ColumnSeal.builder()
                .borrowedKms(LocalKms.fromHex("f0e0d0c0b0a090807060504030201000f1e1d1c1b1a191817161514131211101"))
                .kms(kms)
                .keyStore(new InMemoryDataKeyStore())
                .build()
                .close();

        assertIsClosed();
    }

    @Test
    void stopsItsThreadsWhenTheScheduleOfRotationsFails() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThatIllegalStateException()
                .isThrownBy(() -> ColumnSeal.builder()
                        .kms(kms)
                        .keyStore(new InMemoryDataKeyStore())
                        .rotation(new BrokenSchedule())
                        .build());

        assertIsClosed();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().startsWith("columnseal-")) {
                thread.join(10_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static final class BrokenSchedule implements RotationSchedule {

        @Override
        public Run first(Instant now) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Run next(Instant now) {
            return null;
        }
    }

    private void assertIsOpen() {
        assertThat(kms.generateDataKey(EncryptionContext.of("test", "clinic-1", "1", "FIELD")))
                .isNotNull();
    }

    private void assertIsClosed() {
        assertThatThrownBy(() -> kms.generateDataKey(EncryptionContext.of("test", "clinic-1", "1", "FIELD")))
                .isInstanceOf(KmsKeyDisabledException.class);
    }
}
