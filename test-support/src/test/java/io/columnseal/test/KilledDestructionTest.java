package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.KeyDestructionReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that ends while it has a key wait for its erasure. */
class KilledDestructionTest {

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private boolean dying;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ColumnSeal seal = ColumnSeal.builder()
            .environment(Environment.TEST)
            .kms(new TestKms())
            .keyStore(new DyingStore())
            .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
            .build();
    private final KeyDestruction destruction =
            seal.keyDestruction(H2Database.dataSource(), new ColumnCatalogue("clinic", List.of()));

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void leavesAKeyThatIsCountedTwiceAgainOnceItIsTakenBack() {
        KeyId key = seal.keys().initialize("clinic-1", "j.doe").id();
        seal.keys().rotate("clinic-1", "j.doe", "yearly");
        assertThat(destroy(key)).isEqualTo(Outcome.COUNTED_ONCE);
        now = now.plus(Duration.ofHours(3));
        dying = true;
        assertThatExceptionOfType(Dead.class).isThrownBy(() -> destroy(key));
        dying = false;
        assertThat(seal.keys().info(key).state()).isEqualTo(KeyState.DESTROY_PENDING);

        seal.keys().cancelDestruction(key, "j.doe", "it is needed");

        assertThat(destroy(key)).isEqualTo(Outcome.COUNTED_ONCE);
    }

    private Outcome destroy(KeyId key) {
        return destruction.destroy(List.of(key), "j.doe", "replaced").get(0).outcome();
    }

    /** Once it is told to, does not come back from having written. */
    private final class DyingStore extends ForwardingStore {

        DyingStore() {
            super(store);
        }

        @Override
        public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
            boolean written = store.write(rows, entries, chain);
            if (dying) {
                throw new Dead();
            }
            return written;
        }
    }

    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }
}
