package io.columnseal.cipher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.DecryptionException;
import io.columnseal.FieldContext;
import io.columnseal.KeyNotFoundException;
import io.columnseal.SealEvent;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.internal.crypto.TextBuffers;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.TestKeyRing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingFieldCipherTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] VALUE = "123-45-6789".getBytes(UTF_8);

    private final TestKeyRing test = new TestKeyRing();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private final TextBuffers texts = new TextBuffers();
    private final KeyRingFieldCipher cipher = new KeyRingFieldCipher(test.ring(), events::add, texts);

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatItSealed(Suite suite) {
        test.suite(suite);
        byte[] sealed = cipher.encrypt(SSN, VALUE);

        assertThat(sealed).hasSize(VALUE.length + 38).startsWith(suite.id());
        assertThat(cipher.decrypt(SSN, sealed)).isEqualTo(VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void opensValuesOfEveryLengthAndPadding(Suite suite) {
        test.suite(suite);
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            byte[] value = new byte[random.nextInt(i < 200 ? 70 : 3_000)];
            random.nextBytes(value);
            if (value.length > 0 && i % 3 == 0) {
                // Values that end like their padding
                value[value.length - 1] = i % 2 == 0 ? 0 : (byte) 0x80;
            }
            int padding = 1 + random.nextInt(i % 2 == 0 ? 1 : 64);
            FieldContext context = SSN.withPaddingTo(padding);
            byte[] before = value.clone();
            byte[] sealed = cipher.encrypt(context, value);

            assertThat(value).isEqualTo(before);
            assertThat((sealed.length - 37) % padding).isZero();
            assertThat(sealed.length - 37).isBetween(value.length + 1, value.length + padding);
            assertThat(cipher.decrypt(context, sealed)).isEqualTo(value);
            assertThat(cipher.decrypt(SSN, sealed)).isEqualTo(value);
        }
    }

    @Test
    void opensTheEmptyValueAndALongOne() {
        assertThat(cipher.decrypt(SSN, cipher.encrypt(SSN, new byte[0]))).isEmpty();
        byte[] tenMegabytes = new byte[10 << 20];
        new Random(3).nextBytes(tenMegabytes);

        assertThat(Arrays.equals(cipher.decrypt(SSN, cipher.encrypt(SSN, tenMegabytes)), tenMegabytes))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOfAValueInMemoryThatIsUsedAgain(Suite suite) {
        test.suite(suite);
        byte[] value = new byte[1000];
        Arrays.fill(value, (byte) 'x');
        byte[] sealed = cipher.encrypt(SSN, value);
        byte[] altered = sealed.clone();
        altered[altered.length - 1] ^= 1;

        // As this thread's next value finds it
        byte[] buffer = texts.take(value.length);
        texts.giveBack(buffer, value.length);
        assertThat(cipher.decrypt(SSN, sealed)).isEqualTo(value);
        assertThat(buffer).hasSizeGreaterThan(value.length).containsOnly(0);
        assertRefused(SSN, altered);
        assertThat(buffer).containsOnly(0);
        assertThat(texts.take(value.length)).isSameAs(buffer);
    }

    @Test
    void leavesNothingOfATextThatIsNotPadded() {
        KeyId id = test.add(98, "clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.ACTIVE, new byte[32]);
        byte[] text = new byte[1000];
        Arrays.fill(text, (byte) 'x');
        byte[] buffer = texts.take(text.length);
        texts.giveBack(buffer, text.length);

        assertRefused(SSN, TestFrames.seal(test.purposeKey(id, "field"), id, SSN, text));
        assertThat(buffer).containsOnly(0);
        assertThat(texts.take(text.length)).isSameAs(buffer);
    }

    @Test
    void givesTheMemoryBackThoughTheKeyIsWipedBeforeItIsUsed() {
        List<byte[]> made = new ArrayList<>();
        // Between the look-up of the key and its use
        TextBuffers wiping = new TextBuffers(length -> {
            made.add(new byte[length]);
            test.ring().evict("clinic-1");
            return made.get(0);
        });
        byte[] value = new byte[1000];
        byte[] sealed = cipher.encrypt(SSN, value);
        int loads = test.loads();

        assertThat(new KeyRingFieldCipher(test.ring(), events::add, wiping).decrypt(SSN, sealed))
                .isEqualTo(value);
        assertThat(test.loads()).as("the key was wiped").isEqualTo(loads + 1);
        assertThat(wiping.take(value.length)).isSameAs(made.get(0));
    }

    @Test
    void opensValuesOfEveryLengthInManyThreadsAtOnce() throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread[] threads = new Thread[12];
        for (int i = 0; i < threads.length; i++) {
            byte own = (byte) i;
            threads[i] = new Thread(() -> {
                for (int length = 0; length < 2_000; length += 7) {
                    byte[] value = new byte[length];
                    Arrays.fill(value, own);
                    assertThat(cipher.decrypt(SSN, cipher.encrypt(SSN, value))).isEqualTo(value);
                }
            });
            threads[i].setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void sealsEveryValueUnderAnotherNonce() {
        byte[] one = cipher.encrypt(SSN, VALUE);
        byte[] other = cipher.encrypt(SSN, VALUE);

        assertThat(Arrays.copyOfRange(one, 9, 21)).isNotEqualTo(Arrays.copyOfRange(other, 9, 21));
    }

    @Test
    void neverHoldsTheValueInTheClear() {
        byte[] value = "a value that is long enough to be found".getBytes(UTF_8);
        String sealed = HexFormat.of().formatHex(cipher.encrypt(SSN, value));

        assertThat(sealed).doesNotContain(HexFormat.of().formatHex(Arrays.copyOf(value, 4)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesEverySingleBitFlip(Suite suite) {
        test.suite(suite);
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            if (bit >= 8 && bit < 72) {
                assertThatThrownBy(() -> cipher.decrypt(SSN, flipped)).isInstanceOf(KeyNotFoundException.class);
            } else {
                assertRefused(SSN, flipped);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryTruncationAndExtension(Suite suite) {
        test.suite(suite);
        byte[] sealed = cipher.encrypt(SSN.withPaddingTo(16), VALUE);
        for (int length = 0; length < sealed.length; length++) {
            assertRefused(SSN, Arrays.copyOf(sealed, length));
            byte[] end = Arrays.copyOfRange(sealed, sealed.length - length, sealed.length);
            // By chance it starts with a suite, and then names a key
            assertThatThrownBy(() -> cipher.decrypt(SSN, end))
                    .isInstanceOfAny(DecryptionException.class, KeyNotFoundException.class);
        }
        assertRefused(SSN, Arrays.copyOf(sealed, sealed.length + 1));
    }

    @Test
    void refusesLengthsAndSuitesBeforeAnyKeyIsLoaded() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        int loads = test.loads();
        for (int suite = 0; suite < 256; suite++) {
            if (suite != 1 && suite != 2) {
                byte[] unknown = sealed.clone();
                unknown[0] = (byte) suite;
                ByteBuffer.wrap(unknown).putLong(1, 4242);
                assertRefused(SSN, unknown);
            }
        }
        assertRefused(SSN, Arrays.copyOf(sealed, 37));
        assertRefused(SSN, ByteBuffer.wrap(sealed.clone()).putLong(1, 0).array());
        assertThat(test.loads()).isEqualTo(loads);
    }

    @Test
    void refusesASuiteThatIsNotTheKeys() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        sealed[0] = Suite.AES_256_GCM_SIV.id();

        assertRefused(SSN, sealed);
    }

    @Test
    void refusesAValueMovedToAnotherColumn() {
        assertRefused(FieldContext.of("clinic-1", "patient.phone"), cipher.encrypt(SSN, VALUE));
    }

    @Test
    void refusesAValueMovedToTheColumnOfThatNameInAnotherTable() {
        assertRefused(FieldContext.of("clinic-1", "visit.ssn"), cipher.encrypt(SSN, VALUE));
    }

    @Test
    void refusesAValueMovedToAnotherRecord() {
        byte[] sealed = cipher.encrypt(SSN.withRecordId("1"), VALUE);

        assertRefused(SSN.withRecordId("2"), sealed);
        assertRefused(SSN, sealed);
        assertRefused(SSN.withRecordId("1"), cipher.encrypt(SSN, VALUE));
        assertThat(cipher.decrypt(SSN.withRecordId("1"), sealed)).isEqualTo(VALUE);
    }

    @Test
    void refusesAValueOfAnotherPurpose() {
        assertRefused(SSN.withPurpose("phi"), cipher.encrypt(SSN, VALUE));
    }

    /** A context is a list and not a text: what stands left and right of a border cannot be moved over it. */
    @Test
    void refusesAContextThatOnlyReadsTheSame() {
        byte[] sealed =
                cipher.encrypt(FieldContext.of("clinic-1", "patient.ssn").withRecordId("7"), VALUE);

        assertRefused(FieldContext.of("clinic-1", "patient.ssn7"), sealed);
        assertRefused(FieldContext.of("clinic-1", "patient.ss").withRecordId("n7"), sealed);
    }

    @Test
    void refusesAndReportsAValueOfAnotherTenant() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        FieldContext other = FieldContext.of("clinic-2", "patient.ssn");
        KeyId key = SealedValue.header(sealed).orElseThrow().key();

        assertThatThrownBy(() -> cipher.decrypt(other, sealed))
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageNotContaining("clinic-1");
        assertThat(events).containsExactly(new SealEvent.TenantMismatch("patient.ssn", key, "clinic-2", "clinic-1"));
    }

    @Test
    void tenantsDifferByCaseAndBlanks() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);

        for (String tenant : List.of("Clinic-1", "clinic-1 ", " clinic-1")) {
            assertThatThrownBy(() -> cipher.decrypt(FieldContext.of(tenant, "patient.ssn"), sealed))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void opensValuesOfAnyTenantWithoutOneAndSealsNone() {
        FieldContext any = FieldContext.ofAnyTenant("patient.ssn");
        byte[] one = cipher.encrypt(SSN, VALUE);
        byte[] other = cipher.encrypt(FieldContext.of("clinic-2", "patient.ssn"), VALUE);

        for (int i = 0; i < 3; i++) {
            assertThat(cipher.decrypt(any, one)).isEqualTo(VALUE);
            assertThat(cipher.decrypt(any, other)).isEqualTo(VALUE);
            assertThatThrownBy(() -> cipher.encrypt(any, VALUE)).isInstanceOf(TenantMissingException.class);
        }
    }

    @Test
    void refusesAKeyThatIsNotForFields() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        KeyId index = test.ring().active("clinic-1", KeyUsage.INDEX).id();
        ByteBuffer.wrap(sealed).putLong(1, index.value());

        assertRefused(SSN, sealed);
    }

    @Test
    void refusesTextThatAuthenticatesButIsNotPadded() {
        byte[] dataKey = new byte[32];
        KeyId id = test.add(99, "clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.ACTIVE, dataKey);
        for (byte[] text : List.of(new byte[1], new byte[40], new byte[] {1}, new byte[] {(byte) 0x80, 1, 0})) {
            byte[] sealed = TestFrames.seal(test.purposeKey(id, "field"), id, SSN, text);
            assertRefused(SSN, sealed);
        }
        byte[] padded = TestFrames.seal(test.purposeKey(id, "field"), id, SSN, new byte[] {7, (byte) 0x80, 0});
        assertThat(cipher.decrypt(SSN, padded)).containsExactly(7);
    }

    @Test
    void opensValuesOfBothKeysAfterARotation() {
        List<byte[]> sealed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sealed.add(cipher.encrypt(SSN, VALUE));
            sealed.add(cipher.encrypt(SSN.withRecordId("r"), VALUE));
            test.rotate("clinic-1");
        }
        for (int i = 0; i < sealed.size(); i++) {
            FieldContext context = i % 2 == 0 ? SSN : SSN.withRecordId("r");
            assertThat(cipher.decrypt(context, sealed.get(i))).isEqualTo(VALUE);
        }
    }

    @Test
    void tellsOfEveryFailureWithoutTheValue() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        KeyId key = SealedValue.header(sealed).orElseThrow().key();
        sealed[30] ^= 1;

        assertThatThrownBy(() -> cipher.decrypt(SSN, sealed)).hasNoCause();
        assertThatThrownBy(() -> cipher.decrypt(SSN, new byte[] {9})).hasNoCause();
        assertThat(events)
                .containsExactly(
                        new SealEvent.DecryptionFailed("patient.ssn", key),
                        new SealEvent.DecryptionFailed("patient.ssn", null));
    }

    @Test
    void tellsOfTextsThatWereNotSealedAsOfBytes() {
        String text = SealedValue.toText(cipher.encrypt(SSN, VALUE));
        KeyId key = SealedValue.beginningOf(text).orElseThrow().key();

        assertThat(cipher.decrypt(SSN, cipher.fromText(SSN, text))).isEqualTo(VALUE);
        assertThat(events).isEmpty();

        assertThatThrownBy(() -> cipher.fromText(SSN, text + "="))
                .isInstanceOf(DecryptionException.class)
                .hasNoCause();
        assertThatThrownBy(() -> cipher.fromText(SSN, "plain")).isInstanceOf(DecryptionException.class);
        assertThat(events)
                .containsExactly(
                        new SealEvent.DecryptionFailed("patient.ssn", key),
                        new SealEvent.DecryptionFailed("patient.ssn", null));
    }

    @Test
    void doesNotMindAListenerThatThrows() {
        KeyRingFieldCipher broken = new KeyRingFieldCipher(test.ring(), event -> {
            throw new IllegalStateException("a broken metric");
        });

        assertThatThrownBy(() -> broken.decrypt(SSN, new byte[50])).isInstanceOf(DecryptionException.class);
    }

    @Test
    void sealsAndOpensSeveralFieldsInTheirOrder() {
        Map<FieldContext, byte[]> record = new LinkedHashMap<>();
        for (String column : List.of("z", "a", "m")) {
            record.put(FieldContext.of("clinic-1", "patient." + column), column.getBytes(UTF_8));
            record.put(FieldContext.of("clinic-2", "patient." + column), column.getBytes(UTF_8));
        }
        Map<FieldContext, byte[]> sealed = cipher.encryptAll(record);
        Map<FieldContext, byte[]> opened = cipher.decryptAll(sealed);

        assertThat(sealed.keySet()).containsExactlyElementsOf(record.keySet());
        assertThat(opened.keySet()).containsExactlyElementsOf(record.keySet());
        assertThat(opened).allSatisfy((context, value) -> assertThat(value).isEqualTo(record.get(context)));
        assertThat(test.loads()).isEqualTo(2);
    }

    @Test
    void failsAsAWholeWhenOneFieldDoesNotOpen() {
        byte[] sealed = cipher.encrypt(SSN, VALUE);
        Map<FieldContext, byte[]> record =
                Map.of(SSN, sealed, FieldContext.of("clinic-1", "patient.phone"), sealed.clone());

        assertThatThrownBy(() -> cipher.decryptAll(record)).isInstanceOf(DecryptionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void doesNotOpenWhatAnEnvironmentWithoutEncryptionWrote(String value) {
        byte[] stored = new UnsealedFieldCipher(event -> {}).encrypt(SSN, (value + "x".repeat(60)).getBytes(UTF_8));

        assertRefused(SSN, stored);
        assertThatThrownBy(() -> new UnsealedFieldCipher(event -> {}).decrypt(SSN, cipher.encrypt(SSN, VALUE)))
                .isInstanceOf(DecryptionException.class);
    }

    private void assertRefused(FieldContext context, byte[] sealed) {
        byte[] before = sealed.clone();
        assertThatThrownBy(() -> cipher.decrypt(context, sealed))
                .isExactlyInstanceOf(DecryptionException.class)
                .hasMessage(new DecryptionException(context.name()).getMessage());
        assertThat(sealed).isEqualTo(before);
    }
}
