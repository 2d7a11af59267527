package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.KeyUsage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The key database goes down while the keys of many tenants are rotated. */
class RotationOutageTest {

    private static final int TENANTS = 50;

    private boolean down;
    private int asked;

    @Test
    void isWaitedForAFewTimesAndNotForEachTenant() {
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .keyStore(new DownStore())
                .build()) {
            for (int i = 0; i < TENANTS; i++) {
                seal.keys().initialize("clinic-" + i, "j.doe");
            }
            down = true;

            KeyRotationReport report = seal.keys().rotateAll("j.doe", "yearly");

            assertThat(report.failures())
                    .hasSize(TENANTS)
                    .allSatisfy(failure -> assertThat(failure.error()).isInstanceOf(KeyStoreUnavailableException.class))
                    .extracting(KeyRotationReport.Failure::tenant)
                    .doesNotHaveDuplicates();
            assertThat(asked).isEqualTo(3);
            down = false;
            assertThat(seal.keys().rotateAll("j.doe", "yearly").rotated()).hasSize(TENANTS);
        }
    }

    private final class DownStore extends ForwardingStore {

        DownStore() {
            super(new InMemoryDataKeyStore());
        }

        @Override
        public Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
            if (down) {
                asked++;
                throw new KeyStoreUnavailableException("be reached", null);
            }
            return super.findActive(tenant, usage);
        }
    }
}
