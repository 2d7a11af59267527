package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.reencrypt.KeyDestruction;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whoever forgets a column could lose what is in it, so it is on the record first. */
class ForgottenColumnTest {

    @Test
    void isNotForgottenWhileTheLogTakesNothing() {
        AtomicBoolean down = new AtomicBoolean();
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        ForwardingStore failing = new ForwardingStore(store) {
            @Override
            public AccessLog accessLog() {
                return new ForwardingLog(super.accessLog()) {
                    @Override
                    public void append(List<Entry> entries, AccessLogChain chain) {
                        if (down.get()) {
                            throw new KeyStoreUnavailableException("be reached", new IllegalStateException("reset"));
                        }
                        super.append(entries, chain);
                    }
                };
            }
        };
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.DEVELOPMENT)
                .kms(new TestKms())
                .keyStore(failing)
                .build()) {
            seal.keys().initialize("clinic-1", "j.doe");
            store.columns().register(List.of(EmptyStore.column("clinic", "ssn", "patient.ssn")));
            KeyDestruction destruction =
                    seal.keyDestruction(H2Database.dataSource(), new ColumnCatalogue("clinic", List.of()));
            down.set(true);

            assertThatExceptionOfType(KeyStoreUnavailableException.class)
                    .isThrownBy(() -> destruction.forget("clinic", "patient", "ssn", "j.doe", "dropped"));

            assertThat(store.columns().find("clinic")).anyMatch(known -> known.liesIn("patient", "ssn"));
            down.set(false);
            destruction.forget("clinic", "patient", "ssn", "j.doe", "dropped");
            assertThat(store.columns().find("clinic")).noneMatch(known -> known.liesIn("patient", "ssn"));
        }
    }
}
