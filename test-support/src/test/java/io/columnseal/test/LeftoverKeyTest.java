package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KmsDeniedException;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import org.junit.jupiter.api.Test;

/** Keys that were left behind half-way do not pile up, and stand in nobody's way. */
class LeftoverKeyTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final String OLD_KEK = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String NEW_KEK = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();

    @Test
    void leavesOneHoweverOftenAKekGeneratesAndDoesNotUnwrap() {
        TestKms kms = new TestKms();
        try (ColumnSeal seal = open(kms)) {
            seal.keys().initialize("clinic-2", "j.doe");
            kms.failWith(TestKms.Call.UNWRAP, kek -> new KmsDeniedException(kek, "the policy forbids it", null));
            for (int i = 0; i < 20; i++) {
                assertDenied(seal);
            }
            assertThat(store.findAll("clinic-1", KeyUsage.FIELD))
                    .extracting(DataKeyRow::state)
                    .containsExactly(KeyState.PENDING);

            kms.recover();
            byte[] sealed = seal.fields().encrypt(SSN, new byte[9]);

            assertThat(seal.fields().decrypt(SSN, sealed)).hasSize(9);
            assertThat(store.findAll("clinic-1", KeyUsage.FIELD))
                    .extracting(DataKeyRow::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.PENDING);
        }
    }

    /** Nobody wants to have it unwrapped. */
    @Test
    void doesNotMindOneUnderAKekThatIsNotTheCurrentOne() {
        LocalKms old = LocalKms.fromHex(OLD_KEK);
        try (ColumnSeal seal = open(new UnwrapsNoValueKey(old, old.kekId()))) {
            assertDenied(seal);
        }
        try (ColumnSeal seal =
                open(new UnwrapsNoValueKey(LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK), old.kekId()))) {
            assertThat(seal.fields().encrypt(SSN, new byte[9])).isNotEmpty();
        }
    }

    private static void assertDenied(ColumnSeal seal) {
        assertThatExceptionOfType(KmsDeniedException.class)
                .isThrownBy(() -> seal.fields().encrypt(SSN, new byte[9]));
    }

    private ColumnSeal open(Kms kms) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .build();
    }

    /** Of one KEK; the SYSTEM key it does unwrap. */
    private static final class UnwrapsNoValueKey extends ForwardingKms {

        private final String kek;

        UnwrapsNoValueKey(Kms kms, String kek) {
            super(kms);
            this.kek = kek;
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            if (wrappedKey.kekId().equals(kek) && context.entries().containsValue("FIELD")) {
                throw new KmsDeniedException(kek, "the policy forbids it", null);
            }
            return super.unwrap(wrappedKey, context);
        }
    }
}
