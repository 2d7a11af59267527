package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.InMemoryDataKeyStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesTheStoreAndTheKmsOnce() {
        ColumnSeal seal = start(false);

        seal.close();
        seal.close();

        assertThat(closed).containsExactly("store", "kms");
        assertThatThrownBy(() -> seal.fields().encrypt(SSN, new byte[1])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closesTheKmsWhenTheStoreDoesNotClose() {
        ColumnSeal seal = start(true);

        seal.close();

        assertThat(closed).containsExactly("store", "kms");
    }

    private ColumnSeal start(boolean storeFails) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new ForwardingKms(new TestKms()) {
                    @Override
                    public void close() {
                        closed.add("kms");
                    }
                })
                .keyStore(new ForwardingStore(new InMemoryDataKeyStore()) {
                    @Override
                    public void close() {
                        closed.add("store");
                        if (storeFails) {
                            throw new IllegalStateException("told to fail");
                        }
                    }
                })
                .build();
    }
}
