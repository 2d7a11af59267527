package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.Retryable;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What every {@link Kms} keeps. Extend it, supply the KMS, and inherit the tests. */
public abstract class KmsContract {

    private static final int DATA_KEY_BYTES = 32;

    /** Whole groups of Base64, and too many to be found by chance. */
    private static final int SPELT_BYTES = 9;

    private static final String KEY_ID = "00f3a1b2c3d4e5f6";
    private static final EncryptionContext CONTEXT = EncryptionContext.of("test", "clinic-1", KEY_ID, "FIELD");

    private Kms kms;

    /** The KMS under test, ready to be used; closed after each test. */
    protected abstract Kms openKms();

    /** What {@link KmsFeatures} finds out of the KMS under test. */
    protected Map<String, String> features() {
        return KmsFeatures.measure(kms, null, Set.of());
    }

    /** What nobody may log besides data keys, such as the token that a service is asked with. */
    protected Set<String> secrets() {
        return Set.of();
    }

    /** Overridden by services that cannot bind a context to a wrapped key, such as those that wrap with RSA. */
    protected boolean bindsContext() {
        return true;
    }

    @BeforeEach
    final void open() {
        kms = openKms();
    }

    @AfterEach
    final void close() {
        // None if it could not be opened here, which is then what the report should say
        if (kms != null) {
            kms.close();
        }
    }

    @Test
    final void generatesAKeyThatUnwrapsToTheSameBytes() {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            assertThat(generated.plaintext()).hasSize(DATA_KEY_BYTES);
            assertThat(kms.unwrap(generated.wrapped(), CONTEXT)).isEqualTo(generated.plaintext());
        }
    }

    @Test
    final void generatesAnotherKeyEachTime() {
        try (GeneratedDataKey one = kms.generateDataKey(CONTEXT);
                GeneratedDataKey other = kms.generateDataKey(CONTEXT)) {
            assertThat(one.plaintext()).isNotEqualTo(other.plaintext());
            assertThat(one.wrapped()).isNotEqualTo(other.wrapped());
        }
    }

    @Test
    final void wrapsAGivenKeySoThatItUnwraps() {
        byte[] dataKey = randomKey();
        WrappedKey wrapped = kms.wrap(dataKey, CONTEXT);

        assertThat(kms.unwrap(wrapped, CONTEXT)).isEqualTo(dataKey);
    }

    @Test
    final void doesNotShowTheKeyInItsWrappedForm() {
        byte[] dataKey = randomKey();
        String wrapped = HexFormat.of().formatHex(kms.wrap(dataKey, CONTEXT).bytes());

        assertThat(wrapped).doesNotContain(HexFormat.of().formatHex(dataKey, 0, DATA_KEY_BYTES / 4));
    }

    @Test
    final void leavesTheGivenKeyToItsCaller() {
        byte[] dataKey = randomKey();
        byte[] before = dataKey.clone();
        WrappedKey wrapped = kms.wrap(dataKey, CONTEXT);
        Arrays.fill(dataKey, (byte) 0);

        assertThat(kms.unwrap(wrapped, CONTEXT)).isEqualTo(before);
    }

    @Test
    final void handsOutKeysThatTheCallerMayWipe() {
        byte[] dataKey = randomKey();
        WrappedKey wrapped = kms.wrap(dataKey, CONTEXT);
        Arrays.fill(kms.unwrap(wrapped, CONTEXT), (byte) 0);

        assertThat(kms.unwrap(wrapped, CONTEXT)).isEqualTo(dataKey);
    }

    @Test
    final void namesTheKekThatWrapped() {
        assertThat(kms.kekId()).isNotBlank().isEqualTo(kms.kekId());
        assertThat(kms.wrap(randomKey(), CONTEXT).kekId()).isNotBlank();
    }

    @Test
    final void knowsTheKekThatWrappedAndNoOther() {
        assertThat(kms.knows(kms.wrap(randomKey(), CONTEXT).kekId())).isTrue();
        assertThat(kms.knows("no-such-kek")).isFalse();
    }

    @Test
    final void rewrapsToTheSameKey() {
        byte[] dataKey = randomKey();
        WrappedKey rewrapped = kms.rewrap(kms.wrap(dataKey, CONTEXT), CONTEXT);

        assertThat(kms.unwrap(rewrapped, CONTEXT)).isEqualTo(dataKey);
    }

    @Test
    final void refusesEveryOtherContext() {
        assumeTrue(bindsContext(), "this service binds no context");
        WrappedKey wrapped = kms.wrap(randomKey(), CONTEXT);

        for (EncryptionContext other : List.of(
                EncryptionContext.of("production", "clinic-1", KEY_ID, "FIELD"),
                EncryptionContext.of("test", "CLINIC-1", KEY_ID, "FIELD"),
                EncryptionContext.of("test", "clinic-1 ", KEY_ID, "FIELD"),
                EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f7", "FIELD"),
                EncryptionContext.of("test", "clinic-1", KEY_ID, "INDEX"))) {
            assertThatThrownBy(() -> kms.unwrap(wrapped, other))
                    .as("%s", other)
                    .isInstanceOf(KmsInvalidCiphertextException.class);
        }
    }

    @Test
    final void refusesAWrappedKeyAlteredInAnyByte() {
        WrappedKey wrapped = kms.wrap(randomKey(), CONTEXT);

        for (int position = 0; position < wrapped.bytes().length; position++) {
            byte[] altered = wrapped.bytes();
            altered[position] ^= (byte) (1 << position % Byte.SIZE);
            assertThatThrownBy(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), altered), CONTEXT))
                    .as("byte %d", position)
                    .isInstanceOf(KmsException.class)
                    // Which would be repeated, and keys in memory serve on
                    .isNotInstanceOf(Retryable.class);
        }
    }

    @Test
    final void refusesAWrappedKeyCutShortOrLengthened() {
        WrappedKey wrapped = kms.wrap(randomKey(), CONTEXT);
        int length = wrapped.bytes().length;

        for (int newLength : new int[] {1, length / 2, length - 1, length + 1, 2 * length}) {
            WrappedKey altered = new WrappedKey(wrapped.kekId(), Arrays.copyOf(wrapped.bytes(), newLength));
            assertThatThrownBy(() -> kms.unwrap(altered, CONTEXT))
                    .as("%d bytes", newLength)
                    .isInstanceOf(KmsException.class);
        }
    }

    @Test
    final void refusesAWrappedKeyOfAnUnknownKek() {
        WrappedKey wrapped = kms.wrap(randomKey(), CONTEXT);
        WrappedKey foreign = new WrappedKey("no-such-kek", wrapped.bytes());

        assertThatThrownBy(() -> kms.unwrap(foreign, CONTEXT)).isInstanceOf(KmsException.class);
    }

    @Test
    final void bindsTenantsOfEveryScript() {
        byte[] dataKey = randomKey();
        for (String tenant : List.of("a b", "Zürich", "東京", "😀", "a\"b\\c{}", "x".repeat(255))) {
            EncryptionContext context = EncryptionContext.of("test", tenant, KEY_ID, "FIELD");
            assertThat(kms.unwrap(kms.wrap(dataKey, context), context))
                    .as(tenant)
                    .isEqualTo(dataKey);
        }
    }

    @Test
    final void doesNotTellKeysInErrors() {
        byte[] dataKey = randomKey();
        WrappedKey wrapped = kms.wrap(dataKey, CONTEXT);
        byte[] altered = wrapped.bytes();
        altered[altered.length - 1] ^= 1;

        Throwable opening = catchThrowable(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), altered), CONTEXT));
        assertThat(opening).isNotNull();
        assertTellsNothing(opening, dataKey, altered);
        Kms closed = openKms();
        closed.close();
        assertTellsNothing(catchThrowable(() -> closed.wrap(dataKey, CONTEXT)), dataKey, altered);
    }

    /** With all that loggers print of it: causes, suppressed ones. Null if nothing failed. */
    private static void assertTellsNothing(@Nullable Throwable error, byte[]... secrets) {
        StringWriter printed = new StringWriter();
        if (error != null) {
            error.printStackTrace(new PrintWriter(printed));
        }
        for (byte[] secret : secrets) {
            assertThat(printed.toString())
                    .doesNotContain(spellings(secret))
                    .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
        }
    }

    /** Of its beginning: what is long is cut off. */
    private static List<String> spellings(byte[] bytes) {
        byte[] beginning = Arrays.copyOf(bytes, SPELT_BYTES);
        return List.of(
                HexFormat.of().formatHex(beginning),
                Base64.getEncoder().withoutPadding().encodeToString(beginning),
                Base64.getUrlEncoder().withoutPadding().encodeToString(beginning));
    }

    @Test
    final void logsNoKeyAndNoSecretAtAnyLevel() {
        assumeTrue(
                LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback."),
                "what is logged is looked at with Logback");
        byte[] dataKey = randomKey();
        List<String> lines;
        try (LogCapture log = new LogCapture()) {
            LoggerFactory.getLogger(KmsContract.class).trace("captured");
            // Opened anew: logins happen with the first call
            try (Kms opened = openKms();
                    GeneratedDataKey generated = opened.generateDataKey(CONTEXT)) {
                System.arraycopy(generated.plaintext(), 0, dataKey, 0, DATA_KEY_BYTES);
                Arrays.fill(opened.unwrap(opened.wrap(dataKey, CONTEXT), CONTEXT), (byte) 0);
            }
            lines = log.lines();
        }
        List<String> spellings = spellings(dataKey);
        assertThat(lines)
                .contains("captured")
                .noneMatch(line -> spellings.stream().anyMatch(line::contains)
                        || secrets().stream().anyMatch(line::contains));
    }

    @Test
    final void describesItsKekByTheSameId() {
        assertThat(kms.describe().kekId()).isEqualTo(kms.kekId());
    }

    @Test
    final void servesManyThreads() {
        byte[] dataKey = randomKey();
        WrappedKey wrapped = kms.wrap(dataKey, CONTEXT);

        assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> kms.unwrap(wrapped, CONTEXT)))
                .allMatch(unwrapped -> Arrays.equals(unwrapped, dataKey));
    }

    @Test
    final void closesMoreThanOnce() {
        kms.close();
        kms.close();
    }

    private static byte[] randomKey() {
        byte[] dataKey = new byte[DATA_KEY_BYTES];
        new SecureRandom().nextBytes(dataKey);
        return dataKey;
    }
}
