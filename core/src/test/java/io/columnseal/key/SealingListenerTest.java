package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.kms.LocalKms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A listener that keeps what it hears in sealed columns of the same tenant. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SealingListenerTest {

    private static final FieldContext AUDIT = FieldContext.of("clinic-1", "audit.entry");

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<Class<?>> heard = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();
    private final AtomicReference<byte[]> stored = new AtomicReference<>();
    private final ColumnSeal seal = node(this::audit);

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void sealsUnderTheFirstKeyThatItIsToldOf() {
        byte[] sealed = seal.fields().encrypt(AUDIT, new byte[1]);

        assertThat(heard).startsWith(SealEvent.KeyCreated.class);
        assertThat(Arrays.copyOf(entries.get(0), 9)).isEqualTo(Arrays.copyOf(sealed, 9));
    }

    @Test
    void opensUnderTheKeyWhoseEditedRowItIsToldOf() {
        try (ColumnSeal other = node(event -> {})) {
            stored.set(other.fields().encrypt(AUDIT, new byte[1]));
        }
        edit();

        assertThat(seal.fields().decrypt(AUDIT, stored.get())).containsExactly(0);
        assertThat(heard).contains(SealEvent.KeyRowRejected.class);
    }

    @Test
    void aSourceThatSealsUnderTheKeyItLoadsIsToldSo() {
        try (TestKeyRing test = new TestKeyRing()) {
            test.source.beforeLoad(query -> test.ring().active("clinic-1", KeyUsage.FIELD));

            assertThatThrownBy(() -> test.ring().active("clinic-1", KeyUsage.FIELD))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("while this thread loads it");
        }
    }

    private ColumnSeal node(SealListener listener) {
        return ColumnSeal.builder()
                .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .keyStore(store)
                .listener(listener)
                .build();
    }

    private void audit(SealEvent event) {
        if (event instanceof SealEvent.KeyCreated) {
            heard.add(event.getClass());
            entries.add(seal.fields().encrypt(AUDIT, new byte[1]));
        } else if (event instanceof SealEvent.KeyRowRejected) {
            heard.add(event.getClass());
            seal.fields().decrypt(AUDIT, stored.get());
        }
    }

    /** Edits the row of the tenant's key behind the product's back: the row's MAC is no longer right. */
    private void edit() {
        DataKeyRow row = store.findActive("clinic-1", KeyUsage.FIELD).orElseThrow();
        DataKeyRow edited = new DataKeyRowCopy(row)
                .changed(row.changedAt(), row.changedBy(), "edited")
                .revision(row.revision() + 1)
                .row();
        assertThat(store.write(List.of(edited), List.of())).isTrue();
    }
}
