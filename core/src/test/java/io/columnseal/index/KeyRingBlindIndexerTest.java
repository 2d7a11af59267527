package io.columnseal.index;

import static io.columnseal.JdkFormat.hkdf;
import static io.columnseal.JdkFormat.hmac;
import static io.columnseal.JdkFormat.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.TenantMissingException;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.TestKeyRing;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyRingBlindIndexerTest {

    private static final String FINGERPRINT = "ab".repeat(32);
    private static final IndexContext SSN = new IndexContext("clinic-1", "patient.ssn", "", FINGERPRINT, 128);
    private static final byte[] FORM = "123456789".getBytes(UTF_8);
    private static final byte[] DATA_KEY =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private final TestKeyRing test = new TestKeyRing();
    private final BlindIndexer indexer = new KeyRingBlindIndexer(test.indexes());

    @AfterEach
    void close() {
        test.close();
    }

    /** Everything a second time, with nothing but the JDK. */
    @Test
    void makesTheValueThatTheFormatSays() {
        test.add(7, "clinic-1", KeyUsage.INDEX, Suite.AES_256_GCM, KeyState.ACTIVE, DATA_KEY);
        for (String name : List.of("", "last4")) {
            IndexContext index = new IndexContext("clinic-1", "patient.ssn", name, FINGERPRINT, 128);
            byte[] info = list(
                    "columnseal/index/1".getBytes(UTF_8),
                    "patient.ssn".getBytes(UTF_8),
                    name.getBytes(UTF_8),
                    HexFormat.of().parseHex(FINGERPRINT),
                    new byte[] {0, 0, 0, (byte) 128});
            byte[] indexKey = hkdf(DATA_KEY, info);

            Random random = new Random(1);
            for (int length = 0; length < 300; length += 7) {
                byte[] form = new byte[length];
                random.nextBytes(form);
                byte[] expected = new byte[17];
                expected[0] = 1;
                System.arraycopy(hmac(indexKey, form), 0, expected, 1, 16);
                assertThat(indexer.indexValue(index, form)).isEqualTo(expected);
                assertThat(indexer.lookupValues(index, form)).containsExactly(expected, expected);
            }
        }
    }

    @Test
    void keepsTenantsColumnsIndexesAndNormalizersApart() {
        List<IndexContext> contexts = List.of(
                SSN,
                SSN.withTenant("clinic-2"),
                new IndexContext("clinic-1", "patient.phone", "", FINGERPRINT, 128),
                new IndexContext("clinic-1", "patient.ssn", "last4", FINGERPRINT, 128),
                new IndexContext("clinic-1", "patient.ssn", "", "cd".repeat(32), 128),
                IndexContext.of("clinic-1", "patient.ssn", ""));

        Set<String> values = new HashSet<>();
        contexts.forEach(context -> values.add(HexFormat.of().formatHex(indexer.indexValue(context, FORM))));

        assertThat(values).hasSameSizeAs(contexts);
    }

    @Test
    void isNeitherTheKeyOfValuesNorTheSameForAnotherForm() {
        byte[] value = indexer.indexValue(SSN, FORM);
        byte[] other = FORM.clone();
        for (int bit = 0; bit < FORM.length * Byte.SIZE; bit++) {
            other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(indexer.indexValue(SSN, other)).isNotEqualTo(value);
            other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
        assertThat(indexer.indexValue(SSN, new byte[0])).isNotEqualTo(indexer.indexValue(SSN, new byte[1]));
    }

    @Test
    void handsOutArraysThatAreTheCallers() {
        byte[] form = FORM.clone();
        byte[] value = indexer.indexValue(SSN, form);
        List<byte[]> found = indexer.lookupValues(SSN, form);
        byte[] expected = value.clone();
        Arrays.fill(value, (byte) 0);
        found.forEach(array -> Arrays.fill(array, (byte) 0));

        assertThat(form).isEqualTo(FORM);
        assertThat(indexer.indexValue(SSN, form)).isEqualTo(expected);
    }

    @Test
    void refusesToIndexForNobody() {
        assertThatThrownBy(() -> indexer.indexValue(SSN.withTenant(null), FORM))
                .isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> indexer.lookupValues(SSN.withTenant(null), FORM))
                .isInstanceOf(TenantMissingException.class);
    }

    @Test
    void takesTenMegabytes() {
        byte[] large = new byte[10_000_000];

        assertThat(indexer.indexValue(SSN, large)).hasSize(BlindIndexer.VALUE_BYTES);
    }

    @Test
    void doesNotOpenOrSealValuesUnderItsKey() {
        indexer.indexValue(SSN, FORM);
        KeyId id = test.ring().active("clinic-1", KeyUsage.INDEX).id();

        assertThat(test.ring().active("clinic-1", KeyUsage.FIELD).id()).isNotEqualTo(id);
    }
}
