package io.columnseal.test;

import static io.columnseal.test.LeakedKek.OLD;
import static io.columnseal.test.LeakedKek.OLD_ID;
import static io.columnseal.test.LeakedKek.rotated;
import static io.columnseal.test.LeakedKek.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.key.AccessLog.Entry;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The key database is restless while a leak is answered, and not away. */
class KekCompromiseOutageTest {

    private static final int TENANTS = 8;

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();

    /** Only calls that fail in a row say that it is away. */
    @Test
    void goesOnWhereEverySecondKeyFailsOnce() {
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD), store)) {
            for (int i = 1; i <= TENANTS; i++) {
                seal.keys().initialize("clinic-" + i, "j.doe");
            }
        }
        List<String> failing = everySecondTenant();
        ForwardingStore restless = new ForwardingStore(store) {
            @Override
            public boolean write(List<DataKeyRow> rows, List<Entry> entries, AccessLogChain chain) {
                if (rows.stream()
                        .anyMatch(row -> row.state() == KeyState.PENDING
                                && failing.remove(row.identity().tenant()))) {
                    throw new KeyStoreUnavailableException("be reached", new IllegalStateException("reset"));
                }
                return super.write(rows, entries, chain);
            }
        };

        try (ColumnSeal seal = start(rotated(), restless)) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).hasSize(TENANTS);
            assertThat(report.complete()).isTrue();
        }
        assertThat(failing).isEmpty();
    }

    /** In the order in which keys are marked. */
    private List<String> everySecondTenant() {
        List<String> tenants = new ArrayList<>();
        store.forEach(row -> tenants.add(row.identity().tenant()), malformed -> {});
        tenants.removeIf(tenant -> !tenant.startsWith("clinic-"));
        List<String> second = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i += 2) {
            second.add(tenants.get(i));
        }
        return second;
    }
}
